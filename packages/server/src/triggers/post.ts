/** One POST to somebody else's server: bounded in time and size, without redirects. */

export type Posted =
  | { outcome: 'answered'; status: number; headers: Headers; text: string }
  | { outcome: 'timed out' }
  | { outcome: 'too large' }
  | { outcome: 'unreachable'; why: string }

export type Post = {
  url: string
  headers: Record<string, string>
  body: string
  /** For everything, the last byte of the answer included. */
  milliseconds: number
  /** The longest answer that is read, in bytes. */
  largestAnswer: number
}

/** Posts and reads the answer, whatever its status. Never throws. */
export async function post({ url, headers, body, milliseconds, largestAnswer }: Post): Promise<Posted> {
  const signal = AbortSignal.timeout(milliseconds)
  try {
    // A redirect would take the body, and its secrets, to a server that nobody configured.
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const text = await readUpTo(response, largestAnswer)
    if (text === undefined) return { outcome: 'too large' }
    return { outcome: 'answered', status: response.status, headers: response.headers, text }
  } catch (error) {
    return signal.aborted ? { outcome: 'timed out' } : { outcome: 'unreachable', why: reasonOf(error) }
  }
}

/** Undefined when there is more: the rest is not read, and the connection closed. */
async function readUpTo(response: Response, limit: number): Promise<string | undefined> {
  if (!response.body) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop early cancels the body.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `fetch failed` says nothing; its cause does: `connect ECONNREFUSED 127.0.0.1:9`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
