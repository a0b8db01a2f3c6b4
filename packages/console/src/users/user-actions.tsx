import { type Action, ActionMenu, Button, ConfirmDialog } from '@latchkey/react'
import type { Responses } from '@latchkey/wire'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Told } from '../lists/told.js'
import { useWhyNot } from '../operator/roles.js'
import { call } from '../server/call.js'
import { readAgain } from '../server/queries.js'
import { changeKeptUser } from './kept-users.js'

type Props = {
  poolId: string
  userSub: string
  user: Responses['AdminGetUser']
  tell: (told: Told) => void
}

type Question = 'sign out' | 'disable' | 'enable' | 'reset'

/** What an operator can do about a user, each with what follows from it. */
export function UserActions({ poolId, userSub, user, tell }: Props) {
  const [question, setQuestion] = useState<Question>()
  const maySignOut = useWhyNot('AdminUserGlobalSignOut', poolId)
  const mayDisable = useWhyNot('AdminDisableUser', poolId)
  const mayReset = useWhyNot('AdminResetUserPassword', poolId)
  const act = useActs({ poolId, userSub, tell })
  if (maySignOut !== undefined) return <p className="muted why-not">{maySignOut}</p>
  const close = () => setQuestion(undefined)
  const isEnabled = user.Enabled ?? true
  const more: Action[] = [
    {
      id: 'reset',
      label: 'Reset password …',
      description: mayReset ?? 'A code is sent, and a new password chosen with it.',
      isDisabled: mayReset !== undefined,
      onAction: () => setQuestion('reset'),
    },
    isEnabled
      ? {
          id: 'disable',
          label: 'Disable …',
          description: mayDisable ?? 'Signs out at once, and signs in no more.',
          isDanger: true,
          isDisabled: mayDisable !== undefined,
          onAction: () => setQuestion('disable'),
        }
      : {
          id: 'enable',
          label: 'Enable …',
          description: mayDisable ?? 'Can sign in again.',
          isDisabled: mayDisable !== undefined,
          onAction: () => setQuestion('enable'),
        },
  ]
  return (
    <>
      <Button onPress={() => setQuestion('sign out')}>Sign out everywhere</Button>
      <ActionMenu label="More actions" actions={more} />
      <ConfirmDialog
        isOpen={question === 'sign out'}
        onClose={close}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        onConfirm={act.signOut}
      >
        Ends now: every session of this user, on every device. Devices that are remembered stay remembered.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'disable'}
        onClose={close}
        title="Disable this user?"
        confirmLabel="Disable"
        onConfirm={act.disable}
      >
        Ends now: every session of this user. They cannot sign in until they are enabled again. Nothing is
        deleted.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'enable'}
        onClose={close}
        tone="primary"
        title="Enable this user?"
        confirmLabel="Enable"
        onConfirm={act.enable}
      >
        They can sign in again, with the password and the devices that they had.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'reset'}
        onClose={close}
        title="Reset the password?"
        confirmLabel="Reset password"
        onConfirm={act.resetPassword}
      >
        The password no longer signs in, from now on. A code is sent to the user, who chooses a new password
        with it. Sessions go on: sign out everywhere to end them, too.
      </ConfirmDialog>
    </>
  )
}

function useActs({ poolId, userSub, tell }: Omit<Props, 'user'>) {
  const client = useQueryClient()
  const who = { UserPoolId: poolId, Username: userSub }

  async function done(text: string, change: Parameters<typeof changeKeptUser>[3] = {}) {
    changeKeptUser(client, poolId, userSub, change)
    const shown = ['AdminGetUser', 'AdminListTrackedDevices', 'AdminListEvents'] as const
    await readAgain(client, shown, poolId)
    tell({ tone: 'ok', text })
  }

  return {
    async signOut() {
      await call('AdminUserGlobalSignOut', who)
      await done('Signed out everywhere.')
    },
    async disable() {
      await call('AdminDisableUser', who)
      await done('Disabled, and signed out.', { Enabled: false })
    },
    async enable() {
      await call('AdminEnableUser', who)
      await done('Enabled.', { Enabled: true })
    },
    async resetPassword() {
      await call('AdminResetUserPassword', who)
      await done('The password was reset, and a code was sent.', { Status: 'RESET_REQUIRED' })
    },
  }
}
