import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail server that speaks SMTP on a socket and keeps what it took. */

export type ReceivedMail = {
  /** Whom the envelope named: what counts for who gets it. */
  from: string
  recipients: string[]
  parsed: ParsedMail
  /** As it came over the wire. */
  raw: string
  /** Whether it came over TLS, and as whom. */
  secure: boolean
  user: string | undefined
}

export type MailServer = AsyncDisposable & {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string
  readonly port: number
  readonly received: ReceivedMail[]
  /** Set by a test: the answer to a recipient, such as `[550, 'No such user']`; undefined takes it. */
  refuse: ((recipient: string) => [code: number, text: string] | undefined) | undefined
  /** How often a recipient was named, taken or not. */
  asked: number
}

/** @param options what smtp-server takes; default: neither TLS nor a password. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    ...options,
    onRcptTo({ address }, _session, callback) {
      self.asked += 1
      const refusal = self.refuse?.(address)
      callback(refusal && Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }))
    },
    onData(stream, { envelope, secure, user }, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks)
        self.received.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          recipients: envelope.rcptTo.map(({ address }) => address),
          parsed: await simpleParser(raw),
          raw: raw.toString(),
          secure,
          user,
        })
        callback()
      })
    },
  })
  // A client that does not trust its certificate breaks off: that is for the client to tell.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const self: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received: [],
    refuse: undefined,
    asked: 0,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  }
  return self
}
