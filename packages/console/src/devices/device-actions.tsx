import { Button, ConfirmDialog, Field } from '@latchkey/react'
import type { TrackedDeviceType } from '@latchkey/wire'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Told } from '../lists/told.js'
import { useWhyNot } from '../operator/roles.js'
import { call } from '../server/call.js'
import { readAgain } from '../server/queries.js'
import { focusAfterAnswer } from '../shell/heading-focus.js'
import { deviceName } from './device-words.js'
import { changeKept } from './kept-lists.js'

type Props = {
  poolId: string
  userSub: string
  device: TrackedDeviceType
  tell: (told: Told) => void
}

type Question = 'stop' | 'remember' | 'rename' | 'forget'

/** What an operator can do about a device, each with what follows from it. */
export function DeviceActions({ poolId, userSub, device, tell }: Props) {
  const [question, setQuestion] = useState<Question>()
  const mayNotForget = useWhyNot('AdminForgetAndSignOutDevice', poolId)
  const mayNotRemember = useWhyNot('rememberDevices', poolId)
  const act = useActs({ poolId, userSub, device, tell })
  if (device.State === 'Forgotten') return null
  if (device.State === 'Issued') return <p className="muted why-not">{nothingToForget}</p>
  if (mayNotForget !== undefined) return <p className="muted why-not">{mayNotForget}</p>
  const close = () => setQuestion(undefined)
  const name = <bdi className="in-sentence">{short(deviceName(device))}</bdi>
  return (
    <>
      <Button onPress={() => setQuestion('rename')}>Rename</Button>
      {device.State === 'Remembered' && <Button onPress={() => setQuestion('stop')}>Stop remembering</Button>}
      {device.State === 'NotRemembered' && mayNotRemember === undefined && (
        <Button onPress={() => setQuestion('remember')}>Remember</Button>
      )}
      <Button variant="danger" onPress={() => setQuestion('forget')}>
        Forget and sign out
      </Button>

      <ConfirmDialog
        isOpen={question === 'stop'}
        onClose={close}
        title="Stop remembering this device?"
        confirmLabel="Stop remembering"
        onConfirm={act.stopRemembering}
      >
        Next time, {name} is asked for a second factor. It stays signed in.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'remember'}
        onClose={close}
        tone="primary"
        title="Remember this device?"
        confirmLabel="Remember"
        onConfirm={act.remember}
      >
        Next time, {name} proves itself with its secret. Where the pool lets remembered devices answer for a
        second factor, its user is not asked for one on it.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'forget'}
        onClose={close}
        title="Forget this device?"
        confirmLabel="Forget and sign out"
        onConfirm={act.forget}
      >
        Ends now: every session on {name} is signed out at once. It will be a new device at the next sign-in.
        This cannot be undone.
      </ConfirmDialog>
      {question === 'rename' && <RenameDialog device={device} onClose={close} rename={act.rename} />}
    </>
  )
}

/** The server has no such device before it has confirmed itself. */
const nothingToForget =
  'It has not confirmed its key, so there is nothing to rename or to forget. Sign its user out everywhere to end its session.'

type RenameProps = {
  device: TrackedDeviceType
  onClose: () => void
  rename: (name: string) => Promise<unknown>
}

/** The longest that the server takes. */
const LONGEST = 1024

function RenameDialog({ device, onClose, rename }: RenameProps) {
  const [name, setName] = useState(deviceName(device))
  const wanted = name.trim()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      tone="primary"
      title="Rename this device"
      confirmLabel="Rename"
      isConfirmDisabled={wanted === '' || wanted.length > LONGEST || wanted === device.Name}
      onConfirm={() => rename(wanted)}
    >
      <Field
        label="Name"
        description="Its user sees this name, too."
        value={name}
        onChange={setName}
        maxLength={LONGEST}
      />
    </ConfirmDialog>
  )
}

function useActs({ poolId, userSub, device, tell }: Props) {
  const client = useQueryClient()
  const who = { UserPoolId: poolId, Username: userSub, DeviceKey: device.DeviceKey }

  type Change = Parameters<typeof changeKept>[2] extends ReadonlyMap<string, infer One> ? One : never

  /** Shown here when the server has it; in lists at once. */
  async function done(change: Change, text: string) {
    changeKept(client, poolId, new Map([[device.DeviceKey, change]]))
    await readAgain(client, ['AdminGetTrackedDevice', 'AdminListTrackedDevices', 'AdminListEvents'], poolId)
    tell({ tone: 'ok', text })
  }

  return {
    async stopRemembering() {
      await call('AdminUpdateDeviceStatus', { ...who, DeviceRememberedStatus: 'not_remembered' })
      await done({ State: 'NotRemembered' }, 'No longer remembered. It stays signed in.')
    },
    async remember() {
      await call('AdminUpdateDeviceStatus', { ...who, DeviceRememberedStatus: 'remembered' })
      await done({ State: 'Remembered' }, 'Remembered.')
    },
    async rename(name: string) {
      await call('AdminRenameDevice', { ...who, DeviceName: name })
      await done({ Name: name }, 'Renamed.')
    },
    async forget() {
      await call('AdminForgetAndSignOutDevice', who)
      await done({ State: 'Forgotten', OpenSessions: 0 }, 'Forgotten, and signed out.')
      focusAfterAnswer()
    },
  }
}

/** As much of a name as a sentence can bear. */
const short = (name: string) => {
  const letters = [...name]
  return letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : name
}
