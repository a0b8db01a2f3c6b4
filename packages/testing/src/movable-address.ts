import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** An address that leads to one server and then to another, as a virtual IP or a name in the DNS does. */
export type MovableAddress = AsyncDisposable & {
  /** The URL of the first server, by this address. */
  readonly url: string
  /** New connections go to this server; those that are open stay where they are. */
  leadTo(url: string): void
}

/** @example await using address = await movableAddress(await primary.createDatabase()) */
export async function movableAddress(first: string): Promise<MovableAddress> {
  let target = new URL(first)
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect({ host: target.hostname, port: Number(target.port) })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.pipe(other)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(first)
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  return {
    url: url.href,
    leadTo(other) {
      target = new URL(other)
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}
