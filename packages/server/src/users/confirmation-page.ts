import { requireClient } from '../clients/require-client.js'
import { notFound, Refusal } from '../errors.js'
import { inHtml } from '../messages/message.js'
import type { World } from '../operation.js'
import { confirmSignUp } from './confirm-sign-up.js'

/** The page behind the link that confirms a sign-up. */

/** The names of the link's parameters, and what they may be. The names are Cognito's. */
const PARAMETERS: Record<'client_id' | 'user_name' | 'confirmation_code', RegExp> = {
  client_id: /^[\w+]{1,128}$/,
  user_name: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
  confirmation_code: /^\S{1,64}$/u,
}

type Link = Record<keyof typeof PARAMETERS, string>

function linkOf(parameters: URLSearchParams): Link | undefined {
  const names = Object.entries(PARAMETERS)
  if (!names.every(([name, rule]) => rule.test(parameters.get(name) ?? ''))) return undefined
  return Object.fromEntries(names.map(([name]) => [name, parameters.get(name)])) as Link
}

export const confirmationPage = (world: World) => ({
  /** It looks nothing up: whether a link works is told to whoever presses the button. */
  show(query: URLSearchParams) {
    const link = linkOf(query)
    return link ? question(link) : incomplete
  },

  async submit(fields: URLSearchParams) {
    const link = linkOf(fields)
    if (!link) return incomplete
    return (await follow(world, link)) ? done : refused
  },
})

/** One answer for every reason: it must not tell who has an account. */
async function follow(world: World, link: Link): Promise<boolean> {
  try {
    const { client, pool } = await requireClient(world, link.client_id)
    if (!pool.confirmsByLink) throw notFound('This pool confirms by codes.')
    await confirmSignUp(world, { client, pool }, { username: link.user_name, code: link.confirmation_code })
    return true
  } catch (error) {
    // The trigger is told afterwards: whatever it says, the address is confirmed.
    if (error instanceof Refusal && /Lambda/.test(error.code)) return true
    if (error instanceof Refusal && error.code !== 'InternalErrorException') return false
    throw error
  }
}

const question = (link: Link) => ({
  status: 200 as const,
  title: 'Confirm your account',
  main: `<p>Press the button to confirm that this e-mail address is yours.</p>
<form method="post" action="confirmUser">
${Object.entries(link)
  .map(([name, value]) => `<input type="hidden" name="${name}" value="${inHtml(value)}">`)
  .join('\n')}
<button type="submit">Confirm</button>
</form>`,
})

const done = {
  status: 200 as const,
  title: 'Your account is confirmed',
  main: '<p>You can close this page and sign in.</p>',
}

const refused = {
  status: 400 as const,
  title: 'This link does not work',
  main: '<p>It was used before, or it is too old, or a newer one was sent. Try to sign in; if your account is not confirmed yet, you can ask for another link there.</p>',
}

const incomplete = {
  status: 400 as const,
  title: 'This link is not complete',
  main: '<p>Please open the link in the e-mail again, or copy all of it.</p>',
}
