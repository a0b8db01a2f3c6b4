import { rememberDevice } from '@latchkey/auth'
import { Checkbox } from '@latchkey/react'
import type { Go } from './step.js'
import { StepForm } from './step-form.js'

/** After a code was asked for: who goes on without reading has not decided anything. */
export const RememberStep = ({ go }: { go: Go }) => (
  <StepForm
    go={go}
    action="Continue"
    onSubmit={async (form) => {
      if (form.get('remember') !== null) await rememberDevice()
      return 'done'
    }}
  >
    <Checkbox name="remember" value="yes">
      Do not ask for a code on this device again
    </Checkbox>
    <p className="muted">
      Leave this off on a computer that others use too: whoever sits at it then needs your password only.
    </p>
  </StepForm>
)
