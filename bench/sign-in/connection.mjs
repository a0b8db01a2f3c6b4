// @ts-check
import { connect } from 'node:net'

/** @typedef {ReturnType<typeof connection>} Connection */

/** Servers close what is idle for five seconds; a request must not cross that on the way. */
const FRESH_MILLISECONDS = 3000

/**
 * HTTP/1.1 with as little of it as possible, one request at a time on a connection that stays open: what the load
 * generator takes of the processors, the servers beside it do not have. `node:http` takes four times as much.
 *
 * @param {string} url
 */
export function connection(url) {
  const { hostname, port } = new URL(url)
  /** @type {import('node:net').Socket | undefined} */
  let socket
  let usedAt = 0
  const open = () => {
    if (
      socket &&
      !socket.destroyed &&
      !socket.readableEnded &&
      performance.now() - usedAt < FRESH_MILLISECONDS
    )
      return socket
    socket?.destroy()
    socket = connect({ host: hostname, port: Number(port), noDelay: true })
    return socket
  }
  return {
    /**
     * @param {string} operation
     * @param {object} body
     * @returns {Promise<any>}
     */
    async post(operation, body) {
      const content = JSON.stringify(body)
      const opened = open()
      opened.write(
        `POST / HTTP/1.1\r\nhost: ${hostname}:${port}\r\nuser-agent: latchkey-bench\r\ncontent-type: application/x-amz-json-1.1\r\nx-amz-target: AWSCognitoIdentityProviderService.${operation}\r\ncontent-length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
      )
      const { status, text } = await answerOn(opened)
      usedAt = performance.now()
      if (status === 200) return JSON.parse(text)
      throw new Error(`${operation} answered ${status}: ${text}`)
    },
    close: () => socket?.destroy(),
  }
}

/**
 * @param {import('node:net').Socket} socket
 * @returns {Promise<{ status: number, text: string }>}
 */
function answerOn(socket) {
  return new Promise((resolve, reject) => {
    let received = ''
    const done = () => {
      for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener)
    }
    const listeners = {
      /** Everything that the protocol says here is ASCII. @param {Buffer} part */
      data(part) {
        received += part.toString('latin1')
        const answer = parsed(received)
        if (!answer) return
        done()
        resolve(answer)
      },
      /** @param {Error} error */
      error(error) {
        done()
        reject(error)
      },
      close() {
        done()
        reject(new Error('The server closed the connection.'))
      },
    }
    for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener)
  })
}

/** Undefined as long as it is not whole. @param {string} received */
function parsed(received) {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = received.slice(0, headEnd)
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  if (length === undefined) throw new Error(`An answer without a length: ${head}`)
  const text = received.slice(headEnd + 4)
  return text.length < Number(length) ? undefined : { status: Number(head.split(' ', 2)[1]), text }
}
