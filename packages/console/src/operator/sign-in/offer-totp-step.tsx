import { setUpTOTP, type TOTPSetupDetails } from '@latchkey/auth'
import { Button, Notice } from '@latchkey/react'
import { useState } from 'react'
import { TotpSecret } from '../../forms/totp-secret.js'
import { turnOnTotp } from '../operators-pool.js'
import { CodeField, codeOf } from './code-field.js'
import { afterTokens, type Go, sentenceOf } from './step.js'
import { StepForm } from './step-form.js'

/** For operators who have no second factor yet. */
export function OfferTotpStep({ go }: { go: Go }) {
  const [details, setDetails] = useState<TOTPSetupDetails>()
  if (details) return <SetUp go={go} details={details} />
  return (
    <>
      <p className="muted">
        An operator can sign others out and change settings. With a second factor, your password alone is not
        enough for that. You need an authenticator app.
      </p>
      <StepForm
        go={go}
        action="Set it up now"
        onSubmit={async () => {
          setDetails(await setUpTOTP())
          return { name: 'offer totp' }
        }}
        also={<NotNow go={go} />}
      />
    </>
  )
}

const SetUp = ({ go, details }: { go: Go; details: TOTPSetupDetails }) => (
  <>
    <TotpSecret details={details} />
    <StepForm
      go={go}
      action="Continue"
      onSubmit={async (form) => {
        await turnOnTotp(codeOf(form))
        return afterTokens(true)
      }}
      also={<NotNow go={go} />}
    >
      <CodeField autoFocus={false} />
    </StepForm>
  </>
)

function NotNow({ go }: { go: Go }) {
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<string>()
  const skip = () => {
    setPending(true)
    go('done').catch((error: unknown) => {
      setPending(false)
      setFault(sentenceOf(error))
    })
  }
  return (
    <>
      <Button variant="quiet" isPending={pending} onPress={skip}>
        Not now
      </Button>
      {fault !== undefined && <Notice tone="danger">{fault}</Notice>}
    </>
  )
}
