import { Field } from '@latchkey/react'

/** Six digits of an authenticator app (RFC 6238). */
export const CodeField = ({ autoFocus = true }: { autoFocus?: boolean }) => (
  <div className="code-field">
    <Field
      label="Code"
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={9}
      autoFocus={autoFocus}
      isRequired
    />
  </div>
)

/** Apps show it as 123 456. */
export const codeOf = (form: FormData) => String(form.get('code')).replace(/\s/g, '')
