import { afterEach } from 'vitest'
import type { Auth } from '../amplify.js'
import { type Place, type Profile, profile, type Tab } from './chromium.js'
import { type Remote, remote } from './remote.js'

/** The ground of the stories in `amplify-*.test.ts` where that is Chromium: each of their browsers is a profile. */

/** What @latchkey/auth calls this browser. */
export const DEVICE_NAME = 'Chrome on Linux'

const profiles: Profile[] = []

afterEach(async () => {
  for (const one of profiles.splice(0)) await one[Symbol.asyncDispose]()
})

/**
 * The module's functions in a page of a new profile. Stories read and change `storage` as they please: it goes into the
 * page before each call, and comes out of it after each. They look at the secret of the device, so it is kept plain.
 */
export function authInPage(place: Place, storage: Map<string, string>): Remote<Auth> {
  let opening: Promise<Tab> | undefined
  let asItWas: Record<string, string> = {}
  const open = async () => {
    const opened = await profile()
    profiles.push(opened)
    return opened.open(place, { deviceSecret: 'plain' })
  }

  return remote<Auth>(async (name, args) => {
    opening ??= open()
    const { page } = await opening
    await page.evaluate(write, changes(asItWas, Object.fromEntries(storage)))
    try {
      return await page.evaluate(([name, args]) => window.call(name, args), [name, args] as const)
    } finally {
      asItWas = await page.evaluate(storedWhenRegistered)
      storage.clear()
      for (const [key, value] of Object.entries(asItWas)) storage.set(key, value)
    }
  })
}

type Changes = { set: [key: string, value: string][]; remove: string[] }

const changes = (from: Record<string, string>, to: Record<string, string>): Changes => ({
  set: Object.entries(to).filter(([key, value]) => from[key] !== value),
  remove: Object.keys(from).filter((key) => !(key in to)),
})

function write({ set, remove }: Changes): void {
  for (const [key, value] of set) localStorage.setItem(key, value)
  for (const key of remove) localStorage.removeItem(key)
}

/** A new device registers itself after the sign-in has returned: the stories look at what came of it. */
async function storedWhenRegistered(): Promise<Record<string, string>> {
  const isPending = () => Object.keys(localStorage).some((key) => key.endsWith('.pendingDevice'))
  for (let waited = 0; isPending(); waited += 1) {
    if (waited === 1000) throw new Error('The device is still not registered.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { ...localStorage }
}
