// @ts-check

/** A quarter of aws-amplify. A benchmark reports; what must not get worse is in bundle.test.ts. */
const WANTED = 1 / 4

/** @param {import('./measure.mjs').Report} report */
export function asTable({ amplify, latchkey, dependencies, react }) {
  const row = (/** @type {string} */ title, /** @type {import('./bundle.mjs').Size} */ size, sign = '') => [
    title,
    ...[size.minified, size.gzip, size.brotli].map((bytes) => sign + kilobytes(bytes)),
    sign ? '' : (size.gzip / amplify.gzip).toFixed(2),
  ]
  return `
signIn, confirmSignIn, signOut, fetchAuthSession, rememberDevice, forgetDevice, fetchDevices and configure,
bundled and minified by esbuild; kB of 1000 bytes

${table([
  ['', 'minified', 'gzip -9', 'brotli 11', 'gzip to amplify’s'],
  row('aws-amplify/auth', amplify),
  row('@latchkey/auth, all in one file', latchkey.whole),
  row('  split: loaded at start', latchkey.start),
  row('  split: after a sign-in on a new device', latchkey.signIn),
  ...latchkey.lazy.map(({ module, size }) => row(`    ${module}`, size, '+')),
])}

+: what comes on top of what is loaded at start, when a module is needed; some of it is the same for several.
at start: ${said(latchkey.start.gzip / amplify.gzip)}
all in one file: ${said(latchkey.whole.gzip / amplify.gzip)}

Dependencies of @latchkey/auth, with their share of the one file
${table(dependencies.map(({ name, minified, reason }) => [`  ${name}`, kilobytes(minified), `  ${reason}`]))}

@latchkey/react, without React and @latchkey/auth, which an app has anyway
${table([
  ['', 'minified', 'gzip -9', 'brotli 11'],
  row('<DeviceList/>, <DeviceTimeline/>, <RememberDevicePrompt/>', react.components, '+').slice(0, 4),
  row('  <RememberDevicePrompt/> alone', react.prompt, '+').slice(0, 4),
  row('  theme.css and components.css', react.styles, '+').slice(0, 4),
])}
Of the first, ${kilobytes(react.own)} minified are ours; the rest is react-aria-components.
`
}

const said = (/** @type {number} */ ratio) =>
  `${ratio.toFixed(2)} of aws-amplify; wanted ${WANTED} or less: ${ratio <= WANTED ? 'reached' : 'not reached'}`

const kilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1)

/** @param {string[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (/** @type {string[]} */ row) =>
    row
      .map((cell, at) => (isText(cell, at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}

const isText = (/** @type {string} */ cell, /** @type {number} */ at) => at === 0 || cell.startsWith(' ')
