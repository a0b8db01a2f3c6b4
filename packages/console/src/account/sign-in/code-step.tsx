import { StepForm } from '../../forms/step-form.js'
import { BackButton } from './back-button.js'
import { CodeField, codeIn } from './code-field.js'
import type { Answer } from './sign-in.js'

type Props = {
  answer: Answer
  onCancel: () => void
  text?: string
  /** Where the code was sent to, as far as the server tells. */
  to?: string | undefined
}

export const CodeStep = ({ answer, onCancel, text, to }: Props) => (
  <>
    <p className="muted">
      {text ??
        (to ? (
          <>
            It went to <bdi>{to}</bdi>.
          </>
        ) : (
          'It is on its way to you.'
        ))}
    </p>
    <StepForm
      action="Continue"
      onSubmit={(form) => answer(codeIn(form))}
      also={<BackButton onPress={onCancel} />}
    >
      <CodeField />
    </StepForm>
  </>
)
