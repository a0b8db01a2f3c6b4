import type { IncomingMessage } from 'node:http'

/** Headers (Fetch standard), as far as a call of the protocol needs them. */
export type HeadersToRead = Pick<Headers, 'get'>

/** Those of node:http as they are. The `Headers` of a Request are a copy, each name and value of it checked anew. */
export const headersToRead = ({ headers }: Pick<IncomingMessage, 'headers'>): HeadersToRead => ({
  get(name) {
    const value = headers[name]
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  },
})
