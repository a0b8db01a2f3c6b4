// What docs/reference/latchkey-operations.md says of the operations that Cognito does not have: their members are those of
// packages/wire/latchkey.json, the sentences stand here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

const read = (file) => JSON.parse(readFileSync(join(root, 'packages', 'wire', file), 'utf8'))

/** One sentence for each. */
const about = {
  ListTrackedDevices:
    'The devices of the user that are tracked, remembered or not, newest first. `ThisDevice` is true for that of the session.',
  RenameDevice: 'Calls a device of the user something else. Names may be anything, and are shown as text.',
  ForgetAndSignOutDevice:
    'Forgets a device of the user and ends its sessions at once, their access tokens included. ForgetDevice lets these live until they expire.',
  ForgetOtherDevices:
    'Forgets all other devices of the user and ends every other session; with `IncludeThisDevice`, this one as well. Without a tracked device of its own, a session calls all devices others.',
  ReportDevice:
    '“This wasn’t me”: ends another device, and with a verified address to recover by, the password as well (`Required`). Otherwise another one is `Advised`; `None` is for users without a password.',
  ListTimeline:
    'What happened to the user, newest first; with `DeviceKey`, on one device. What an operator did is told without their name, address and browser.',
  GetSignInOptions:
    'What a sign-in page has to know of a pool and an app client before anybody is signed in.',
  AdminListTrackedDevices:
    'The tracked devices of a user, newest first, and those that were forgotten in the last 30 days.',
  AdminGetTrackedDevice: 'A device in whatever state, and the sessions on it that still refresh.',
  AdminRenameDevice: 'Calls a device something else. Its user sees the name, too.',
  AdminForgetAndSignOutDevice:
    'Forgets a device and ends its sessions at once, their access tokens included.',
  AdminListPoolDevices:
    'The devices of a pool, the last used first. Without `States`, those that are tracked. Where few names match, a page may have fewer than were asked for, or none: the list is at its end when there is no `PaginationToken`.',
  AdminCountPoolDevices:
    'How many devices a filter means. `AtLeast` says that there are more than were counted.',
  AdminForgetPoolDevices:
    'Forgets the `Devices` that are named, or up to 200 of those that a `Filter` means: say it again while `More` is true. With `SignOut`, their sessions end at once. A filter that means every device has to name `States`.',
  AdminListEvents:
    'What happened in a pool, newest first unless `Order` says otherwise. Of a user who was deleted, `Username` is the `sub`. `DeviceKey` needs a `Username`. Pages may be short, as those of AdminListPoolDevices.',
  AdminGetActivity:
    'What each day came to, by UTC, and how many devices there are in each state. Without `From`, 30 days; 400 at most.',
  AdminSearchUsers:
    'Users of whom the name, the address, the number or the id begins with `Query`; without it, all of them, newest first.',
  AdminListMessages:
    'What a development server would have sent, with its codes, newest first. Other servers refuse it.',
  GetOperator: 'Who asks, and what they may: the role for all pools, and the roles in some.',
}

export function latchkeyOperationsPage(factsOf) {
  const ours = read('latchkey.json')
  const shapes = { ...read('model.json').shapes, ...ours.shapes }
  const names = Object.keys(ours.operations).sort()
  const untold = [
    ...names.filter((name) => !about[name]),
    ...Object.keys(about).filter((name) => !names.includes(name)),
  ]
  if (untold.length > 0) throw new Error(`latchkey-operations.mjs and latchkey.json differ: ${untold}`)
  const structures = structuresIn(
    names.map((name) => ours.operations[name]),
    shapes,
  )
  return `<!-- Written by scripts/write-operations.mjs from packages/wire/latchkey.json. Do not edit. -->

# Operations of Latchkey’s own

They are called as Cognito’s are: \`POST /\`, JSON, and \`X-Amz-Target: LatchkeyService.NAME\`. Those for users take an access token in the request; those for
operators are signed, or carry an operator’s token ([operations](operations.md)). A member in bold has to be there. Dates are seconds since 1970.
Whatever does not fit is refused with \`InvalidParameterException\`, in the words of the protocol.

${names.map((name) => operation(name, ours.operations[name], factsOf(name), shapes)).join('\n')}
## Structures

${structures.map((name) => `### ${name}\n\n${membersOf(shapes[name], shapes)}`).join('\n')}`

  function operation(name, { input, output, signed }, { errors }, shapes) {
    return `## ${name}

${about[name]} ${signed ? 'For operators.' : name === 'GetSignInOptions' ? 'For anybody.' : 'For users.'}

${membersOf(shapes[input], shapes, 'Request')}
${output ? membersOf(shapes[output], shapes, 'Answer') : 'The answer is empty.\n'}
Errors: ${errors.map((error) => `\`${error}\``).join(', ')}.
`
  }
}

function membersOf({ members, required = [] }, shapes, title) {
  const rows = Object.entries(members).map(([member, shape]) => {
    const name = required.includes(member) ? `**${member}**` : member
    return `| ${name} | ${words(shape, shapes)} |`
  })
  if (rows.length === 0) return `${title}: nothing.\n`
  return `| ${title ?? 'member'} | |\n|---|---|\n${rows.join('\n')}\n`
}

/** A structure that is described below, by its name; anything else in words. */
function words(name, shapes) {
  const shape = shapes[name]
  if (shape.type === 'structure') return `[${name}](#${name.toLowerCase()})`
  if (shape.type === 'list') return `list${bounds(shape, 'of up to', '')} of ${words(shape.member, shapes)}`
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(', ')
  if (shape.type === 'timestamp') return 'date'
  if (shape.type === 'string') return `text${bounds(shape, 'of', ' characters')}`
  return `${shape.type}${bounds(shape, 'from', '')}`
}

/** The bound of StringType, which is none to speak of. */
const ANY_LENGTH = 131_072

function bounds({ type, min, max }, word, unit) {
  if (max === undefined || max === ANY_LENGTH) return ''
  if (type === 'list') return ` ${word} ${max}`
  return ` ${word} ${min ?? 0} to ${max}${unit}`
}

/** All that are told of, in the order in which they are met. */
function structuresIn(operations, shapes) {
  const met = new Set()
  const visit = (name, isOuter = false) => {
    const shape = shapes[name]
    if (!shape || met.has(name)) return
    if (shape.type === 'list') return visit(shape.member)
    if (shape.type !== 'structure') return
    if (!isOuter) met.add(name)
    for (const member of Object.values(shape.members)) visit(member)
  }
  for (const { input, output } of operations) {
    visit(input, true)
    if (output) visit(output, true)
  }
  return [...met]
}
