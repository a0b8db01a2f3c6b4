import { confirmSignIn } from '@latchkey/auth'
import { CodeField, codeOf } from './code-field.js'
import { type Go, stepAfter } from './step.js'
import { StepForm } from './step-form.js'

export const CodeStep = ({ go }: { go: Go }) => (
  <>
    <p className="muted">The six digits that your authenticator app shows now.</p>
    <StepForm
      go={go}
      action="Continue"
      onSubmit={async (form) =>
        stepAfter(await confirmSignIn({ challengeResponse: codeOf(form) }), { wasAsked: true })
      }
    >
      <CodeField />
    </StepForm>
  </>
)
