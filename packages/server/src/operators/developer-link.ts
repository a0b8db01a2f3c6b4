import type { World } from '../operation.js'
import { LINK_MILLISECONDS, LINK_SECRET_BYTES } from './link.js'

/**
 * The links with which the developer whose server it is comes into the console. They are this process's own, so that a
 * server that starts writes nothing: the pool of the operators is made when somebody comes in.
 */
export type DeveloperLinks = {
  make(): string
  /** True for the first who shows a link, before it expires. */
  use(link: string): boolean
}

const PREFIX = 'developer.'

export const isDeveloperLink = (link: string) => link.startsWith(PREFIX)

export function developerLinks({ clock, random }: Pick<World, 'clock' | 'random'>): DeveloperLinks {
  const expiry = new Map<string, number>()
  return {
    make() {
      const link = `${PREFIX}${random.bytes(LINK_SECRET_BYTES).toString('base64url')}`
      expiry.set(link, clock.now().getTime() + LINK_MILLISECONDS)
      return link
    },

    use(link) {
      const expiresAt = expiry.get(link)
      expiry.delete(link)
      return expiresAt !== undefined && clock.now().getTime() < expiresAt
    },
  }
}
