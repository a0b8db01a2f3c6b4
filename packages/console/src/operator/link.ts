import { ask, ServerError } from '../server/call.js'

/*
 * The link that `npm start` prints: /console#link=…. What follows # is never sent to a server, and so stands in no log.
 * It is good once, and leaves the address bar before anything else happens.
 */

let link = linkInAddress()
let redeeming: Promise<void> | undefined
let refused: string | undefined

function linkInAddress(): string | undefined {
  const { hash, pathname, search } = window.location
  const found = new URLSearchParams(hash.slice(1)).get('link')
  if (found === null) return undefined
  window.history.replaceState(window.history.state, '', pathname + search)
  return found
}

/** A link that is pasted into the address bar of the open console loads no page: it only changes what follows #. */
export function onLink(listener: () => void): () => void {
  const changed = () => {
    link = linkInAddress() ?? link
    if (link !== undefined) listener()
  }
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** Redeems the link of the address bar, once; does nothing where there was none. */
export function takeLink(): Promise<void> {
  redeeming ??= redeem().finally(() => {
    redeeming = undefined
  })
  return redeeming
}

async function redeem(): Promise<void> {
  if (link === undefined) return
  refused = undefined
  const headers = { 'content-type': 'application/json' }
  try {
    await ask('/console/session', { method: 'POST', headers, body: JSON.stringify({ link }) })
  } catch (error) {
    // Where the server is not there, the link is still good.
    if (!(error instanceof ServerError)) throw error
    refused = error.message
  }
  link = undefined
}

/** What the server said of a link that it did not take. */
export const refusedLink = () => refused
