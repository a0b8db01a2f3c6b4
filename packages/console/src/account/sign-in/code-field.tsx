import { Field } from '@latchkey/react'
import { textIn } from '../../forms/step-form.js'

export const CodeField = ({
  autoFocus = true,
  description,
}: {
  autoFocus?: boolean
  description?: string
}) => (
  <Field
    label="Code"
    name="code"
    inputMode="numeric"
    autoComplete="one-time-code"
    maxLength={20}
    description={description}
    autoFocus={autoFocus}
    isRequired
  />
)

/** Authenticator apps show it in two groups. */
export const codeIn = (form: FormData): string => textIn(form, 'code').replace(/\s/g, '')
