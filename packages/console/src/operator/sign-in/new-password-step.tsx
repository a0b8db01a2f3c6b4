import { confirmSignIn } from '@latchkey/auth'
import { Field } from '@latchkey/react'
import { type Go, stepAfter } from './step.js'
import { StepForm } from './step-form.js'

export const NewPasswordStep = ({ go }: { go: Go }) => (
  <>
    <p className="muted">The one that you were given is good for this once.</p>
    <StepForm
      go={go}
      action="Continue"
      onSubmit={async (form) => {
        const [first, second] = [String(form.get('first')), String(form.get('second'))]
        if (first !== second) throw new Error('The two are not the same.')
        return stepAfter(await confirmSignIn({ challengeResponse: first }))
      }}
    >
      <Field
        label="New password"
        name="first"
        type="password"
        autoComplete="new-password"
        autoFocus
        isRequired
      />
      <Field label="Again" name="second" type="password" autoComplete="new-password" isRequired />
    </StepForm>
  </>
)
