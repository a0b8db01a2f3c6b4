// npm run docs:operations: writes docs/reference/operations.md from the table of contents, and latchkey-operations.md from the
// model of ours; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { latchkeyOperationsPage } from './docs/latchkey-operations.mjs'
import { prepare, root, say } from './prepare.mjs'

prepare()
const { operations, whyNotServed } = await import('@latchkey/server')
const { isLatchkeyOperation, operationFacts, operationNames } = await import('@latchkey/wire')

const pages = { 'operations.md': page(), 'latchkey-operations.md': latchkeyOperationsPage(operationFacts) }
for (const [name, written] of Object.entries(pages)) {
  const file = join(root, 'docs', 'reference', name)
  if (!process.argv.includes('--check')) writeFileSync(file, written)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== written) {
    say(`docs/reference/${name} is not what it is made of. Run: npm run docs:operations`)
    process.exit(1)
  }
}

function count(names, ours) {
  return names.filter((name) => isLatchkeyOperation(name) === ours).length
}

function page() {
  const served = operationNames.filter((name) => operations[name] !== 'not served')
  const rows = operationNames.map((name) => {
    const { signed, target } = operationFacts(name)
    const caller = signed ? 'operators' : 'anybody'
    const isServed = operations[name] !== 'not served'
    return `| ${isLatchkeyOperation(name) ? `[${target}](latchkey-operations.md#${name.toLowerCase()})` : name} | ${isServed ? 'yes' : `no: ${whyNotServed.get(name)}`} | ${caller} |`
  })
  return `<!-- Written by scripts/write-operations.mjs from packages/server/src/operations.ts. Do not edit. -->

# Operations

${count(served, false)} of the ${count(operationNames, false)} operations of the protocol are served, and ${count(served, true)} that Cognito does not have: [those](latchkey-operations.md) travel under
\`X-Amz-Target: LatchkeyService.…\`, and no Cognito client needs them. Operations for operators are signed (SigV4) with an access key, or carry
an operator's access token (\`Authorization: Bearer …\`). What is not served answers 400 \`InvalidParameterException\` with a
sentence that says so, and why.

| operation | served | who calls it |
|---|---|---|
${rows.join('\n')}
`
}
