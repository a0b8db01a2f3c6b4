/** What `navigator` tells of a browser. User-Agent Client Hints are in Chromium only. */
type Navigated = {
  userAgent?: string
  product?: string
  maxTouchPoints?: number
  userAgentData?: { platform?: string; mobile?: boolean; brands?: { brand: string }[] }
}

type Names = readonly (readonly [pattern: RegExp, name: string])[]

/** The first that fits: each of these calls itself by the names of those below it as well. */
const BROWSERS: Names = [
  [/\bEdgi?A?(?:OS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: Names = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac ?OS\b|\bMacintosh\b/i, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

/** `process.platform` of Node. */
const NODE_SYSTEMS: Record<string, string> = { darwin: 'macOS', win32: 'Windows', linux: 'Linux' }

/**
 * A name that people recognise in a list of their devices: "Chrome on macOS". Never the user agent itself: it is long,
 * half of it is not true, and nobody can read it.
 *
 * @example
 * deviceName({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })  // 'Firefox on Linux'
 */
export function deviceName(navigator: Navigated | undefined, platform?: string): string {
  if (navigator?.product === 'ReactNative') return 'Mobile app'
  const userAgent = navigator?.userAgent ?? ''
  const brands = (navigator?.userAgentData?.brands ?? []).map(({ brand }) => brand).join('/ ')
  const browser = firstOf(BROWSERS, userAgent) ?? firstOf(BROWSERS, `${brands}/`)
  const told = firstOf(SYSTEMS, userAgent) ?? firstOf(SYSTEMS, navigator?.userAgentData?.platform ?? '')
  // An iPad asks for the pages of a Mac since iPadOS 13, and no Mac has a touch screen.
  const system = told === 'macOS' && (navigator?.maxTouchPoints ?? 0) > 1 ? 'iPad' : told
  if (browser) return system ? `${browser} on ${system}` : browser
  if (platform) return `Node.js on ${NODE_SYSTEMS[platform] ?? platform}`
  return system ? `Browser on ${system}` : 'Browser'
}

const firstOf = (names: Names, text: string) => names.find(([pattern]) => pattern.test(text))?.[1]

/** The name of where this runs. */
export function ownDeviceName(): string {
  const { navigator, process } = globalThis as { navigator?: Navigated; process?: { platform?: string } }
  return deviceName(navigator, process?.platform)
}
