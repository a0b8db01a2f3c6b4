/** The first that fits: browsers call themselves by the names of those below as well. */
const BROWSERS = ['Edge', 'Edg', 'Opera', 'OPR', 'Firefox', 'Chrome', 'Chromium', 'Safari']
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'macOS', 'Macintosh', 'CrOS', 'Linux']

/** Amplify gives a browser its user agent for a name, which says little to people: `Chrome on macOS` is left of it. */
export function deviceName(name: string | undefined): string {
  if (!name) return 'A device without a name'
  if (!/^Mozilla\/|[ ;]Chromium\//.test(name)) return name
  const browser = BROWSERS.find((word) => name.includes(word)) ?? 'A browser'
  const system = SYSTEMS.find((word) => name.includes(word))
  return system ? `${browser} on ${system}` : browser
}
