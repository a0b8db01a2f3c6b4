import { Field } from '@latchkey/react'
import { textIn } from '../../forms/step-form.js'

export const NewPasswordFields = ({ autoFocus = false }: { autoFocus?: boolean }) => (
  <>
    <Field
      label="New password"
      name="new-password"
      type="password"
      autoComplete="new-password"
      maxLength={256}
      autoFocus={autoFocus}
      isRequired
    />
    <Field
      label="New password, again"
      name="again"
      type="password"
      autoComplete="new-password"
      maxLength={256}
      isRequired
    />
  </>
)

/** @throws where it was typed in two ways */
export function newPasswordIn(form: FormData): string {
  const password = textIn(form, 'new-password')
  if (password !== textIn(form, 'again')) throw new Error('The two new passwords are not the same.')
  return password
}
