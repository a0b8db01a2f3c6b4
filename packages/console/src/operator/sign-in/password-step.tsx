import { signIn } from '@latchkey/auth'
import { Field } from '@latchkey/react'
import { dropTokens } from '../operators-pool.js'
import { type Go, stepAfter } from './step.js'
import { StepForm } from './step-form.js'

export const PasswordStep = ({ go }: { go: Go }) => (
  <StepForm
    go={go}
    action="Sign in"
    isFirst
    onSubmit={async (form) => {
      dropTokens()
      const username = String(form.get('username')).trim()
      return stepAfter(await signIn({ username, password: String(form.get('password')) }))
    }}
  >
    <Field label="Name" name="username" autoComplete="username" autoFocus isRequired spellCheck="false" />
    <Field label="Password" name="password" type="password" autoComplete="current-password" isRequired />
  </StepForm>
)
