import { Checkbox, ConfirmDialog, Field, Skeleton } from '@latchkey/react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Told } from '../lists/told.js'
import { reading } from '../server/queries.js'
import { count, devicesWords } from './device-words.js'
import { type Doomed, forgetDevices } from './forget-devices.js'
import { dropKept } from './kept-lists.js'

type Props = {
  poolId: string
  doomed: Doomed
  onClose: () => void
  onEnded: (told: Told) => void
}

/** More than that are not forgotten by one careless click. */
const WITHOUT_TYPING = 20

/** Forgets many devices, with their exact number and what follows from it. */
export function ForgetDialog({ poolId, doomed, onClose, onEnded }: Props) {
  const client = useQueryClient()
  const bounded = useBounded(doomed)
  const { total, isAtLeast } = useTotal(poolId, bounded)
  const [signOut, setSignOut] = useState(true)
  const [typed, setTyped] = useState('')
  const [forgotten, setForgotten] = useState<number>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function forget() {
    running.current = new AbortController()
    const { signal } = running.current
    let done = 0
    const onProgress = (forgotten: number) => {
      done = forgotten
      setForgotten(forgotten)
    }
    setForgotten(0)
    try {
      await forgetDevices({ poolId, doomed: bounded, signOut, signal, onProgress })
      onEnded({ tone: 'ok', text: endWords(done, total ?? 0, signOut) })
    } catch (error) {
      if (!signal.aborted) throw error
      onEnded({ tone: 'ok', text: `Stopped. ${devicesWords(done)} had been forgotten.` })
    } finally {
      setForgotten(undefined)
      if (done > 0) void dropKept(client, poolId)
      void client.invalidateQueries({ queryKey: ['AdminCountPoolDevices'] })
    }
  }

  const mustType = total !== undefined && total > WITHOUT_TYPING
  const isRunning = forgotten !== undefined
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={total === undefined ? 'Forget devices?' : `Forget ${devicesWords(total)}?`}
      confirmLabel={total === undefined ? 'Forget' : `Forget ${devicesWords(total)}`}
      isConfirmDisabled={!total || (mustType && typed.replaceAll(/\D/g, '') !== String(total))}
      onConfirm={forget}
    >
      {total === undefined ? (
        <p aria-busy="true">
          <Skeleton width="14rem" /> <span className="lk-hidden">Counting …</span>
        </p>
      ) : (
        <p>
          {whichWords(doomed, total, isAtLeast)} A forgotten device never comes back: it is a new one at its
          next sign-in.
        </p>
      )}
      {isRunning ? (
        <div className="forget-progress">
          <progress aria-label="Forgotten" max={total ?? 1} value={forgotten} />
          <span role="status">
            {count(forgotten)} of {count(total ?? 0)}
          </span>
          <button type="button" className="text-button" onClick={() => running.current?.abort()}>
            Stop
          </button>
        </div>
      ) : (
        <div className="forget-choices">
          <Checkbox isSelected={signOut} onChange={setSignOut}>
            <span>Sign them out</span>
            <small className="choice-more">
              {signOut
                ? 'Ends now: every session on these devices is signed out at once.'
                : 'Their sessions end when their tokens run out, within the hour as a rule: a forgotten device cannot refresh them.'}
            </small>
          </Checkbox>
          {mustType && (
            <Field
              label={`Type ${count(total)} to confirm`}
              value={typed}
              onChange={setTyped}
              inputMode="numeric"
              autoComplete="off"
            />
          )}
        </div>
      )}
    </ConfirmDialog>
  )
}

/**
 * Those that match now: whoever signs in while others are being forgotten is not among those that were counted. Where
 * the filter is bounded already, its own bound is the earlier one.
 */
function useBounded(doomed: Doomed): Doomed {
  const [bounded] = useState<Doomed>(() => {
    if ('devices' in doomed) return doomed
    const { LastUsedBefore = Date.now() / 1000 } = doomed.filter
    return { filter: { ...doomed.filter, LastUsedBefore } }
  })
  return bounded
}

/** @returns isAtLeast: there are more than were counted, and those are forgotten, too. */
function useTotal(UserPoolId: string, doomed: Doomed): { total: number | undefined; isAtLeast: boolean } {
  const byFilter = 'filter' in doomed
  const Filter = byFilter ? doomed.filter : {}
  const counted = useQuery({
    ...reading('AdminCountPoolDevices', { UserPoolId, Filter }),
    enabled: byFilter,
    // What was confirmed is what is forgotten.
    staleTime: 'static',
  })
  if (!byFilter) return { total: doomed.devices.length, isAtLeast: false }
  return { total: counted.data?.Count, isAtLeast: counted.data?.AtLeast ?? false }
}

function whichWords(doomed: Doomed, total: number, isAtLeast: boolean): string {
  if ('devices' in doomed) return `You selected ${devicesWords(total)}.`
  if (isAtLeast)
    return `More than ${devicesWords(total)} match the filter now, and all of them are forgotten.`
  return `${devicesWords(total)} match${total === 1 ? 'es' : ''} the filter now.`
}

function endWords(done: number, total: number, signOut: boolean): string {
  const forgotten = `${devicesWords(done)} forgotten${signOut ? ' and signed out' : ''}.`
  const spared = total - done
  if (spared <= 0) return forgotten
  return `${forgotten} ${count(spared)} ${spared === 1 ? 'was forgotten or used meanwhile, and left as it is.' : 'were forgotten or used meanwhile, and left as they are.'}`
}
