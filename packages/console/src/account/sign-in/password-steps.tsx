import { Field } from '@latchkey/react'
import { StepForm, textIn } from '../../forms/step-form.js'
import { BackButton } from './back-button.js'
import { NewPasswordFields, newPasswordIn } from './new-password-fields.js'
import type { Answer } from './sign-in.js'

type Props = { answer: Answer; onCancel: () => void }

export const PasswordStep = ({ answer, onCancel }: Props) => (
  <StepForm
    action="Sign in"
    onSubmit={(form) => answer(textIn(form, 'password'))}
    also={<BackButton onPress={onCancel} />}
  >
    <Field
      label="Password"
      name="password"
      type="password"
      autoComplete="current-password"
      maxLength={256}
      autoFocus
      isRequired
    />
  </StepForm>
)

/** An operator set the one that was typed, for this once. */
export const NewPasswordStep = ({ answer, onCancel, missing }: Props & { missing: readonly string[] }) => (
  <>
    <p className="muted">The one that you were given is good for this once.</p>
    <StepForm
      action="Continue"
      onSubmit={async (form) =>
        answer(
          newPasswordIn(form),
          Object.fromEntries(missing.map((name) => [name, textIn(form, `attribute-${name}`)])),
        )
      }
      also={<BackButton onPress={onCancel} />}
    >
      <NewPasswordFields autoFocus />
      {missing.map((name) => (
        <Field
          key={name}
          label={name.replaceAll('_', ' ')}
          name={`attribute-${name}`}
          maxLength={2048}
          isRequired
        />
      ))}
    </StepForm>
  </>
)

export const SetUpEmailStep = ({ answer, onCancel }: Props) => (
  <StepForm
    action="Continue"
    onSubmit={(form) => answer(textIn(form, 'email'))}
    also={<BackButton onPress={onCancel} />}
  >
    <Field
      label="E-mail address"
      name="email"
      type="email"
      autoComplete="email"
      maxLength={2048}
      autoFocus
      isRequired
    />
  </StepForm>
)
