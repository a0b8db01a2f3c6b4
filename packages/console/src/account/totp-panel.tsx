import {
  fetchMFAPreference,
  setUpTOTP,
  type TOTPSetupDetails,
  updateMFAPreference,
  verifyTOTPSetup,
} from '@latchkey/auth'
import {
  Button,
  Chip,
  ConfirmDialog,
  ErrorState,
  Notice,
  Skeleton,
  sentenceOf,
  useLabels,
  useLoaded,
} from '@latchkey/react'
import { useState } from 'react'
import { StepForm } from '../forms/step-form.js'
import { TotpSecret } from '../forms/totp-secret.js'
import { CodeField, codeIn } from './sign-in/code-field.js'
import type { SignInOptions } from './sign-in-options.js'

const loadPreference = (signal: AbortSignal) => fetchMFAPreference({ signal })

/** The authenticator app: whether there is one, how it is set up, and how it is turned off. */
export function TotpPanel({ options }: { options: SignInOptions }) {
  const { value, error, reload } = useLoaded(loadPreference)
  const [setup, setSetup] = useState<TOTPSetupDetails>()
  const [notice, setNotice] = useState<string>()
  const isOn = value?.enabled?.includes('TOTP') ?? false

  async function finish(said: string) {
    setSetup(undefined)
    setNotice(said)
    await reload()
  }

  return (
    <section className="account-panel" aria-labelledby="totp">
      <div className="account-panel-head">
        <h2 id="totp">Authenticator app</h2>
        {value && <Chip tone={isOn ? 'ok' : 'neutral'}>{isOn ? 'On' : 'Off'}</Chip>}
      </div>
      <p className="muted">
        With it, a password alone does not sign in: a new device is asked for a code that only your phone can
        show.
      </p>
      {notice !== undefined && <Notice tone="ok">{notice}</Notice>}
      {!value && error === undefined && <Skeleton width="9rem" height="2.25rem" />}
      {!value && error !== undefined && <ErrorState error={error} onRetry={() => void reload()} />}
      {setup && (
        <SetUp
          details={setup}
          issuer={options.PoolName}
          onDone={() =>
            void finish('Your authenticator app is set up. It is asked for from the next sign-in on.')
          }
          onCancel={() => setSetup(undefined)}
        />
      )}
      {value && !setup && !isOn && <Begin onBegin={setSetup} />}
      {value && !setup && isOn && !options.MfaRequired && (
        <TurnOff onDone={() => void finish('Your authenticator app is turned off.')} />
      )}
      {value && !setup && isOn && options.MfaRequired && (
        <p className="muted">A second factor is required here, so it cannot be turned off.</p>
      )}
    </section>
  )
}

function Begin({ onBegin }: { onBegin: (details: TOTPSetupDetails) => void }) {
  const labels = useLabels()
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<unknown>()

  async function begin() {
    setError(undefined)
    setPending(true)
    try {
      onBegin(await setUpTOTP())
    } catch (error) {
      setError(error)
      setPending(false)
    }
  }

  return (
    <>
      <div>
        <Button variant="primary" isPending={isPending} onPress={() => void begin()}>
          Set it up
        </Button>
      </div>
      {error !== undefined && <Notice tone="danger">{sentenceOf(error, labels)}</Notice>}
    </>
  )
}

type SetUpProps = { details: TOTPSetupDetails; issuer: string; onDone: () => void; onCancel: () => void }

const SetUp = ({ details, issuer, onDone, onCancel }: SetUpProps) => (
  <>
    <TotpSecret details={details} issuer={issuer} />
    <StepForm
      action="Turn it on"
      onSubmit={async (form) => {
        await verifyTOTPSetup({ code: codeIn(form) })
        await updateMFAPreference({ totp: 'PREFERRED' })
        onDone()
      }}
      also={
        <Button variant="quiet" onPress={onCancel}>
          Cancel
        </Button>
      }
    >
      <CodeField description="The six digits that the app shows for it." />
    </StepForm>
  </>
)

function TurnOff({ onDone }: { onDone: () => void }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <div>
      <Button onPress={() => setAsking(true)}>Turn off</Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Turn off the authenticator app?"
        confirmLabel="Turn off"
        onConfirm={async () => {
          await updateMFAPreference({ totp: 'DISABLED' })
          onDone()
        }}
      >
        <p>Your password alone signs in then, on any device. You can set the app up again at any time.</p>
      </ConfirmDialog>
    </div>
  )
}
