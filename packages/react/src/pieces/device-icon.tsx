import type { TrackedDevice } from '@latchkey/auth/latchkey'
import type { ReactNode } from 'react'
import { type EitherSpelling, lowerFirst } from './spelling.js'

type Form = NonNullable<TrackedDevice['form']>
type Props = { form?: EitherSpelling<Form> | undefined; platform?: TrackedDevice['platform'] | undefined }

/** What the device looks like, as far as its user agent tells. The words beside it say the same: it is hidden from readers. */
export function DeviceIcon({ form, platform }: Props) {
  return (
    <span className="lk-device-icon">
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {pictures[pictureOf(form && lowerFirst(form), platform)]}
      </svg>
    </span>
  )
}

type Picture = 'laptop' | 'monitor' | 'terminal' | 'iphone' | 'phone' | 'tablet' | 'other'

function pictureOf(form: Form | undefined, platform: Props['platform']): Picture {
  if (form === 'phone') return platform === 'iOS' ? 'iphone' : 'phone'
  if (form === 'tablet') return 'tablet'
  if (form === 'other' && (platform === undefined || platform === 'Other')) return 'other'
  if (platform === 'Windows') return 'monitor'
  if (platform === 'Linux') return 'terminal'
  if (platform === 'iOS') return 'iphone'
  if (platform === 'Android') return 'phone'
  return form === undefined && platform === undefined ? 'other' : 'laptop'
}

const monitor = (
  <>
    <rect x="3" y="4" width="18" height="12" rx="1.5" />
    <path d="M12 16v4M8.5 20h7" />
  </>
)

const pictures: Record<Picture, ReactNode> = {
  laptop: (
    <>
      <rect x="4.5" y="5" width="15" height="10.5" rx="1.5" />
      <path d="M2.5 18.5h19" />
    </>
  ),
  monitor,
  terminal: (
    <>
      {monitor}
      <path d="m7 8 2 2-2 2M11.5 12h3" />
    </>
  ),
  iphone: (
    <>
      <rect x="7" y="2.5" width="10" height="19" rx="2.2" />
      <path d="M10.5 5h3" />
    </>
  ),
  phone: (
    <>
      <rect x="7" y="2.5" width="10" height="19" rx="2.2" />
      <path d="M11 18.5h2" />
    </>
  ),
  tablet: (
    <>
      <rect x="4.5" y="2.5" width="15" height="19" rx="2" />
      <path d="M11 18.5h2" />
    </>
  ),
  other: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c2.4 2.4 3.4 5.2 3.4 8.5s-1 6.1-3.4 8.5c-2.4-2.4-3.4-5.2-3.4-8.5s1-6.1 3.4-8.5Z" />
    </>
  ),
}
