import { type AuthUser, getCurrentUser, onAuthEvent } from '@latchkey/auth'
import { useLoaded } from '@latchkey/react'
import { useCallback, useEffect, useState } from 'react'
import type { Address } from './address.js'
import { configureAccount } from './configure-account.js'
import { fetchSignInOptions, type SignInOptions } from './sign-in-options.js'

export type Account =
  | { is: 'loading' }
  | { is: 'wrong' | 'unreachable'; error: unknown; retry: () => void }
  | {
      is: 'signed out'
      options: SignInOptions
      notice: string | undefined
      arrive: (mayAsk: boolean) => void
    }
  | { is: 'asked'; options: SignInOptions; go: () => void }
  | { is: 'signed in'; options: SignInOptions; user: AuthUser }

type Visit = { is: 'signed out'; notice?: string } | { is: 'asked' | 'signed in'; user: AuthUser }

const ENDED = 'You were signed out: this session was ended, here or from another device. Sign in to go on.'
const LEFT = 'You are signed out.'

/** Who is here, and what they have to be shown first. */
export function useAccount(address: Address): Account {
  const load = useCallback(
    async (signal: AbortSignal) => {
      const options = await fetchSignInOptions(address, signal)
      configureAccount(address)
      const user = await getCurrentUser().catch(() => undefined)
      return { options, user }
    },
    [address],
  )
  const { value, error, reload } = useLoaded(load, { isLasting: true })
  const [visit, setVisit] = useState<Visit>()

  useEffect(
    () =>
      onAuthEvent(({ type }) => {
        if (type === 'sessionEnded') setVisit({ is: 'signed out', notice: ENDED })
        if (type === 'signedOut')
          setVisit((before) => (before?.is === 'signed out' ? before : { is: 'signed out', notice: LEFT }))
      }),
    [],
  )

  if (!value) {
    if (error === undefined) return { is: 'loading' }
    const isWrong = error instanceof Error && error.name === 'NoSuchAccount'
    return { is: isWrong ? 'wrong' : 'unreachable', error, retry: () => void reload() }
  }
  const { options } = value
  const now =
    visit ?? (value.user ? { is: 'signed in' as const, user: value.user } : { is: 'signed out' as const })
  if (now.is === 'signed in') return { is: 'signed in', options, user: now.user }
  if (now.is === 'asked') return { is: 'asked', options, go: () => setVisit({ ...now, is: 'signed in' }) }
  const arrive = async (mayAsk: boolean) => {
    const user = await getCurrentUser()
    setVisit({ is: mayAsk ? 'asked' : 'signed in', user })
  }
  return { is: 'signed out', options, notice: 'notice' in now ? now.notice : undefined, arrive }
}
