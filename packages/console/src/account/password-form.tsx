import { updatePassword } from '@latchkey/auth'
import { Field } from '@latchkey/react'
import { StepForm, textIn } from '../forms/step-form.js'
import { NewPasswordFields, newPasswordIn } from './sign-in/new-password-fields.js'

type Props = { onChanged: () => void; autoFocus?: boolean }

export const PasswordForm = ({ onChanged, autoFocus = false }: Props) => (
  <StepForm
    action="Change the password"
    explain={(error) =>
      error instanceof Error && error.name === 'NotAuthorizedException'
        ? 'The old password is wrong.'
        : undefined
    }
    onSubmit={async (form) => {
      await updatePassword({ oldPassword: textIn(form, 'old-password'), newPassword: newPasswordIn(form) })
      onChanged()
    }}
  >
    <Field
      label="Old password"
      name="old-password"
      type="password"
      autoComplete="current-password"
      maxLength={256}
      autoFocus={autoFocus}
      isRequired
    />
    <NewPasswordFields />
  </StepForm>
)
