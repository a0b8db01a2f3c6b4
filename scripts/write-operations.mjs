// npm run docs:operations: writes docs/reference/operations.md from the table of contents; --check only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root, say } from './prepare.mjs'

prepare()
const { operations, whyNotServed } = await import('@latchkey/server')
const { operationFacts, operationNames } = await import('@latchkey/wire')

const file = join(root, 'docs', 'reference', 'operations.md')
const written = page()
if (!process.argv.includes('--check')) writeFileSync(file, written)
else if (readFileSync(file, 'utf8') !== written) {
  say('docs/reference/operations.md is not what the table of contents says. Run: npm run docs:operations')
  process.exit(1)
}

function page() {
  const served = operationNames.filter((name) => operations[name] !== 'not served')
  const rows = operationNames.map((name) => {
    const caller = operationFacts(name).signed ? 'operators (SigV4)' : 'anybody'
    const isServed = operations[name] !== 'not served'
    return `| ${name} | ${isServed ? 'yes' : `no: ${whyNotServed.get(name)}`} | ${caller} |`
  })
  return `<!-- Written by scripts/write-operations.mjs from packages/server/src/operations.ts. Do not edit. -->

# Operations

${served.length} of the ${operationNames.length} operations of the protocol are served. The others answer 400 \`InvalidParameterException\` with a
sentence that says so, and why.

| operation | served | who calls it |
|---|---|---|
${rows.join('\n')}
`
}
