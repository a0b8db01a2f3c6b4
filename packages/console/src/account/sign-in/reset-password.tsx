import { type CodeDeliveryDetails, confirmResetPassword, resetPassword } from '@latchkey/auth'
import { Field } from '@latchkey/react'
import { useState } from 'react'
import { StepForm, textIn } from '../../forms/step-form.js'
import { BackButton } from './back-button.js'
import { CodeField, codeIn } from './code-field.js'
import { NewPasswordFields, newPasswordIn } from './new-password-fields.js'

type Props = { username: string; onDone: () => void; onCancel: () => void }

/** A code to the user's address, and a new password by it. */
export function ResetPassword({ username: given, onDone, onCancel }: Props) {
  const [sent, setSent] = useState<{ username: string; details: CodeDeliveryDetails }>()
  if (!sent)
    return (
      <StepForm
        action="Send a code"
        onSubmit={async (form) => {
          const username = textIn(form, 'username').trim()
          const { nextStep } = await resetPassword({ username })
          setSent({ username, details: nextStep.codeDeliveryDetails })
        }}
        also={<BackButton onPress={onCancel} />}
      >
        <Field
          label="Username"
          name="username"
          autoComplete="username"
          defaultValue={given}
          maxLength={2048}
          autoFocus
          isRequired
        />
      </StepForm>
    )
  const { destination } = sent.details
  return (
    <>
      <p className="muted">
        We sent a code to {destination ? <bdi>{destination}</bdi> : 'the address of this account'}.
      </p>
      <StepForm
        action="Change the password"
        onSubmit={async (form) => {
          const newPassword = newPasswordIn(form)
          await confirmResetPassword({ username: sent.username, newPassword, confirmationCode: codeIn(form) })
          onDone()
        }}
        also={<BackButton onPress={onCancel} />}
      >
        <CodeField />
        <NewPasswordFields />
      </StepForm>
    </>
  )
}
