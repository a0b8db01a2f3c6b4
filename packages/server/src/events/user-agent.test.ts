import { describe, expect, test } from 'vitest'
import { type DescribedUserAgent, describeUserAgent, platforms } from './user-agent.js'

type Case = [userAgent: string, browser: string | undefined, system: string | undefined, where: string]

const said = ({ platform, form }: DescribedUserAgent) => `${platform} ${form}`

const APPLE = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)'

const browsers: Case[] = [
  [`${WINDOWS}) ${BLINK} Safari/537.36`, 'Chrome 141', 'Windows', 'windows desktop'],
  [`${MAC} ${BLINK} Safari/537.36`, 'Chrome 141', 'macOS', 'macos desktop'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${BLINK} Safari/537.36`, 'Chrome 141', 'Linux', 'linux desktop'],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Mobile Safari/537.36`,
    'Chrome 141',
    'Android',
    'android phone',
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Safari/537.36`, 'Chrome 141', 'Android', 'android tablet'],
  [
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${BLINK} Safari/537.36`,
    'Chrome 141',
    'ChromeOS',
    'chromeos desktop',
  ],
  [`${IPHONE} ${APPLE} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`, 'Chrome 141', 'iOS', 'ios phone'],
  [`${IPHONE} ${APPLE} Version/18.6 Mobile/15E148 Safari/604.1`, 'Safari 18', 'iOS', 'ios phone'],
  [`${IPHONE} ${APPLE} FxiOS/143.0 Mobile/15E148 Safari/604.1`, 'Firefox 143', 'iOS', 'ios phone'],
  [
    `Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) ${APPLE} Version/18.6 Mobile/15E148 Safari/604.1`,
    'Safari 18',
    'iOS',
    'ios tablet',
  ],
  [`${MAC} ${APPLE} Version/26.0 Safari/605.1.15`, 'Safari 26', 'macOS', 'macos desktop'],
  [`${WINDOWS}; rv:143.0) Gecko/20100101 Firefox/143.0`, 'Firefox 143', 'Windows', 'windows desktop'],
  [
    'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
    'Firefox 143',
    'Ubuntu',
    'linux desktop',
  ],
  [
    'Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0',
    'Firefox 143',
    'Android',
    'android phone',
  ],
  [
    'Mozilla/5.0 (Android 14; Tablet; rv:143.0) Gecko/143.0 Firefox/143.0',
    'Firefox 143',
    'Android',
    'android tablet',
  ],
  [`${WINDOWS}) ${BLINK} Safari/537.36 Edg/141.0.3537.57`, 'Edge 141', 'Windows', 'windows desktop'],
  [`${MAC} ${BLINK} Safari/537.36 Edg/141.0.3537.57`, 'Edge 141', 'macOS', 'macos desktop'],
  [`${WINDOWS}) ${BLINK} Safari/537.36 OPR/122.0.0.0`, 'Opera 122', 'Windows', 'windows desktop'],
  [
    'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet 28',
    'Android',
    'android phone',
  ],
]

const apps: Case[] = [
  [
    `Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A.230803.041; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36`,
    'Android app',
    'Android',
    'android phone',
  ],
  [`${IPHONE} ${APPLE} Mobile/15E148`, 'Web view', 'iOS', 'ios phone'],
  ['aws-amplify/6.15.0 auth/1 framework/2', 'AWS Amplify', undefined, 'other other'],
  [
    'aws-sdk-js/3.907.0 ua/2.1 os/linux#6.8.0 lang/js md/nodejs#20.19.5 api/cognito-identity-provider#3.907.0 m/E',
    'AWS SDK for JavaScript',
    'Linux',
    'linux desktop',
  ],
  [
    'aws-sdk-js/3.907.0 ua/2.1 os/darwin#24.6.0 lang/js md/nodejs#22.1.0',
    'AWS SDK for JavaScript',
    'macOS',
    'macos desktop',
  ],
  [
    'Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#5.15 md/arch#x86_64 lang/python#3.11.4',
    'AWS SDK for Python',
    'Linux',
    'linux desktop',
  ],
  [
    'aws-sdk-kotlin/1.3.25 ua/2.1 os/android#14 lang/kotlin#2.0.10 lib/amplify-android/2.27.0',
    'Amplify for Android',
    'Android',
    'android phone',
  ],
  ['aws-sdk-swift/1.2.59 ua/2.1 os/ios#18.1 lang/swift#5.10', 'AWS SDK for Swift', 'iOS', 'ios phone'],
  [
    'aws-sdk-dotnet-coreclr/3.7 aws-sdk-dotnet-core/3.7 .NET_Core/8.0 OS/Microsoft_Windows_10.0.22631',
    'AWS SDK for .NET',
    'Windows',
    'windows desktop',
  ],
  ['aws-sdk-go-v2/1.24 os/linux lang/go#1.21', 'AWS SDK for Go', 'Linux', 'linux desktop'],
  ['okhttp/4.12.0', 'Android app', 'Android', 'android phone'],
  ['MyApp/42 CFNetwork/1568.200.51 Darwin/24.1.0', 'Apple app', 'iOS', 'ios phone'],
  ['Dart/3.5 (dart:io)', 'Flutter app', undefined, 'other other'],
  ['node', 'Node.js', undefined, 'other other'],
  ['latchkey-auth/0.1.0', 'Latchkey client', undefined, 'other other'],
  ['curl/8.5.0', 'curl', undefined, 'other other'],
]

test.each([...browsers, ...apps])('%s', (userAgent, browser, system, where) => {
  const described = describeUserAgent(userAgent)
  expect(described).toMatchObject({ browser, system })
  expect(said(described)).toBe(where)
})

test('nothing is said of what says nothing', () => {
  const nothing = { browser: undefined, system: undefined, platform: 'other', form: 'other' }
  for (const silent of [undefined, '', 'Mozilla/5.0', 'x', '\u202e\u0000'])
    expect(describeUserAgent(silent)).toEqual(nothing)
})

test('a television is neither a computer nor a phone', () => {
  const tv =
    'Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/7.0 TV Safari/537.36'
  expect(describeUserAgent(tv)).toMatchObject({ platform: 'other', form: 'other' })
})

describe('hostile ones', () => {
  const filled = (start: string, filling: string) => (start + filling.repeat(512)).slice(0, 512)
  const hostile = [
    filled('', 'a'),
    filled('Mozilla/5.0 (', ' '),
    filled('Mozilla/5.0 (Windows; ', '; '),
    filled('', '('),
    filled('Mozilla/5.0 (Linux; Android 10; ', 'lg-'),
    filled('os/', 'os/'),
    filled('aws-sdk-js', '-'),
    filled('<script>alert(1)</script>/', '9'),
    filled('Mozilla/5.0 (Macintosh; ', 'Mac OS X 10_'),
    filled('Version/', '1.'),
    filled('', 'Opera Mini/'),
    filled('Firefox/', '9'),
    filled('', '\u{1f600}'),
    '__proto__',
    'constructor/1 hasOwnProperty/2',
  ]

  test.each(hostile)('%s', (userAgent) => {
    const { browser = '', system = '', platform } = describeUserAgent(userAgent)
    expect(browser.length).toBeLessThanOrEqual(45)
    expect(system.length).toBeLessThanOrEqual(40)
    expect(platforms).toContain(platform)
  })

  test('cost no more than a few milliseconds each', () => {
    const started = performance.now()
    for (const [index, userAgent] of hostile.entries())
      describeUserAgent(`${userAgent.slice(0, 510)}${index}`)
    expect((performance.now() - started) / hostile.length).toBeLessThan(20)
  })

  test('are not remembered without end', () => {
    const first = describeUserAgent('junk 0')
    expect(describeUserAgent('junk 0')).toBe(first)
    for (let n = 1; n < 5000; n += 1) describeUserAgent(`junk ${n}`)
    expect(describeUserAgent('junk 0')).not.toBe(first)
  })
})
