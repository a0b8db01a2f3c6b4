import type { Ref } from 'react'
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components'

type Props = Omit<TextFieldProps, 'className' | 'style' | 'children'> & {
  label: string
  /** What has to be known before it is filled in. */
  description?: string | undefined
  /** Why what stands in it will not do. */
  error?: string | undefined
  placeholder?: string
  inputRef?: Ref<HTMLInputElement>
}

/** A text field with its label, its description and its error. */
export const Field = ({ label, description, error, placeholder, inputRef, ...props }: Props) => (
  <TextField {...props} className="lk-field" isInvalid={props.isInvalid ?? error !== undefined}>
    <Label className="lk-field-label">{label}</Label>
    <Input
      className="lk-input"
      dir="auto"
      {...(placeholder !== undefined && { placeholder })}
      {...(inputRef && { ref: inputRef })}
    />
    {description && (
      <Text slot="description" className="lk-field-description">
        {description}
      </Text>
    )}
    <FieldError className="lk-field-error">{error}</FieldError>
  </TextField>
)
