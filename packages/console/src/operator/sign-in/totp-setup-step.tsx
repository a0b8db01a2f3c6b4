import { confirmSignIn, type TOTPSetupDetails } from '@latchkey/auth'
import { TotpSecret } from '../../forms/totp-secret.js'
import { CodeField, codeOf } from './code-field.js'
import { type Go, stepAfter } from './step.js'
import { StepForm } from './step-form.js'

/** In a pool that asks every operator for a second factor. */
export const TotpSetupStep = ({ go, details }: { go: Go; details: TOTPSetupDetails }) => (
  <>
    <TotpSecret details={details} />
    <StepForm
      go={go}
      action="Continue"
      onSubmit={async (form) =>
        stepAfter(await confirmSignIn({ challengeResponse: codeOf(form) }), { wasAsked: true })
      }
    >
      <CodeField autoFocus={false} />
    </StepForm>
  </>
)
