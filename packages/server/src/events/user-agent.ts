import { UAParser } from 'ua-parser-js'

/** The families of systems that people tell devices apart by. */
export const platforms = ['windows', 'macos', 'linux', 'android', 'ios', 'chromeos', 'other'] as const

export type Platform = (typeof platforms)[number]
export type Form = 'desktop' | 'phone' | 'tablet' | 'other'

/** What a user agent tells people; nothing that a server should rely on. */
export type DescribedUserAgent = {
  /** Browser or app, with its major version: `Chrome 141`. */
  browser: string | undefined
  /** Without a version: browsers have frozen the one that they tell (Windows 10, macOS 10.15.7, Android 10). */
  system: string | undefined
  platform: Platform
  form: Form
}

/** As many as a busy pool meets; each is half a kilobyte at most. */
const MOST_REMEMBERED = 2000

const remembered = new Map<string, DescribedUserAgent>()

/**
 * What a `User-Agent` says of browser and system, in words for people.
 *
 * @example
 * const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'
 * describeUserAgent(firefox) // { browser: 'Firefox 143', system: 'Linux', platform: 'linux', form: 'desktop' }
 */
export function describeUserAgent(text: string | undefined): DescribedUserAgent {
  if (!text) return UNKNOWN
  const known = remembered.get(text)
  if (known) return known
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const described = Object.freeze(describe(text))
  remembered.set(text, described)
  return described
}

const UNKNOWN: DescribedUserAgent = Object.freeze({
  browser: undefined,
  system: undefined,
  platform: 'other',
  form: 'other',
})

function describe(text: string): DescribedUserAgent {
  const app = APPS.find(([pattern]) => pattern.test(text))
  const parsed = UAParser(text)
  const systemName = app?.[2] ?? sdkSystem(text) ?? parsed.os.name
  const [platform, system] = systemOf(systemName)
  return {
    browser: app ? app[1] : browserOf(parsed.browser),
    system,
    platform,
    form: formOf(parsed.device.type, platform),
  }
}

/**
 * Clients that are no browsers: by what they begin with or name, in the order of looking, with the system that they
 * only run on. SDKs of AWS: https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html
 */
const APPS: readonly (readonly [RegExp, string, string?])[] = [
  [/\bamplify-android\//i, 'Amplify for Android', 'Android'],
  [/\bamplify-swift\//i, 'Amplify for Swift'],
  [/\bamplify-flutter\//i, 'Amplify for Flutter'],
  [/^aws-amplify\//i, 'AWS Amplify'],
  [/^latchkey-auth\//i, 'Latchkey client'],
  [/^aws-cli\//i, 'AWS CLI'],
  [/^aws-sdk-js\b/i, 'AWS SDK for JavaScript'],
  [/^aws-sdk-kotlin\//i, 'AWS SDK for Kotlin'],
  [/^aws-sdk-swift\//i, 'AWS SDK for Swift'],
  [/^aws-sdk-android\//i, 'AWS SDK for Android', 'Android'],
  [/^aws-sdk-ios\//i, 'AWS SDK for iOS', 'iOS'],
  [/^aws-sdk-java\//i, 'AWS SDK for Java'],
  [/^aws-sdk-go\b/i, 'AWS SDK for Go'],
  [/^aws-sdk-rust\//i, 'AWS SDK for Rust'],
  [/^aws-sdk-dotnet\b/i, 'AWS SDK for .NET'],
  [/^aws-sdk-php\//i, 'AWS SDK for PHP'],
  [/^aws-sdk-ruby/i, 'AWS SDK for Ruby'],
  [/^(?:boto3|botocore)\//i, 'AWS SDK for Python'],
  [/^okhttp\//i, 'Android app', 'Android'],
  [/\bcfnetwork\//i, 'Apple app'],
  [/^dart\//i, 'Flutter app'],
  [/^(?:node|node\.js|undici|node-fetch)(?:\/|$)/i, 'Node.js'],
  [/^curl\//i, 'curl'],
  [/^python/i, 'Python'],
  [/^go-http-client\//i, 'Go'],
]

/** `os/darwin#24.6.0`, as the SDKs of AWS tell it. */
const SDK_SYSTEM = /\bos\/(?:microsoft_)?(?<name>windows|darwin|macos|linux|android|ios)/i

const sdkSystem = (text: string): string | undefined => SDK_SYSTEM.exec(text)?.groups?.name

const BROWSERS = new Map([
  ['Mobile Safari', 'Safari'],
  ['Mobile Chrome', 'Chrome'],
  ['Mobile Firefox', 'Firefox'],
  ['Chrome WebView', 'Android app'],
  ['WebKit', 'Web view'],
])

/** A name that a parser took from a user agent is its sender's own word. */
const LONGEST_NAME = 40

function browserOf({ name, version }: { name?: string | undefined; version?: string | undefined }) {
  if (!name) return undefined
  const known = BROWSERS.get(name)
  if (known === 'Android app' || known === 'Web view') return known
  const major = /^\d{1,4}/.exec(version ?? '')?.[0]
  const shown = (known ?? name).slice(0, LONGEST_NAME)
  return major ? `${shown} ${major}` : shown
}

const SYSTEMS: readonly (readonly [RegExp, Platform, string?])[] = [
  [/^windows/i, 'windows', 'Windows'],
  [/^(?:mac ?os|darwin)/i, 'macos', 'macOS'],
  [/^ios/i, 'ios', 'iOS'],
  [/^android/i, 'android', 'Android'],
  [/^chrom(?:e|ium) os/i, 'chromeos', 'ChromeOS'],
  [/^linux$/i, 'linux', 'Linux'],
  [/^(?:ubuntu|debian|fedora|mint|arch|red hat|centos|suse|gentoo|manjaro|raspbian|elementary)/i, 'linux'],
]

function systemOf(name: string | undefined): [Platform, string | undefined] {
  if (!name) return ['other', undefined]
  const found = SYSTEMS.find(([pattern]) => pattern.test(name))
  return [found?.[1] ?? 'other', found?.[2] ?? name.slice(0, LONGEST_NAME)]
}

const DESKTOPS = new Set<Platform>(['windows', 'macos', 'linux', 'chromeos'])

function formOf(type: string | undefined, platform: Platform): Form {
  if (type === 'mobile') return 'phone'
  if (type === 'tablet') return 'tablet'
  // Parsers name only what is no computer.
  if (type !== undefined) return 'other'
  if (DESKTOPS.has(platform)) return 'desktop'
  return platform === 'other' ? 'other' : 'phone'
}
