import type { TOTPSetupDetails } from '@latchkey/auth'
import { StepForm } from '../../forms/step-form.js'
import { TotpSecret } from '../../forms/totp-secret.js'
import { BackButton } from './back-button.js'
import { CodeField, codeIn } from './code-field.js'
import type { Answer } from './sign-in.js'

type Props = { answer: Answer; onCancel: () => void; details: TOTPSetupDetails }

/** In a pool that asks everybody for a second factor. */
export const TotpSetupStep = ({ answer, onCancel, details }: Props) => (
  <>
    <TotpSecret details={details} />
    <StepForm
      action="Continue"
      onSubmit={(form) => answer(codeIn(form))}
      also={<BackButton onPress={onCancel} />}
    >
      <CodeField autoFocus={false} description="The six digits that the app shows for it." />
    </StepForm>
  </>
)
