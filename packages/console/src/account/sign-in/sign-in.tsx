import { confirmSignIn, type NextSignInStep, type SignInOutput } from '@latchkey/auth'
import { Notice } from '@latchkey/react'
import { type ReactNode, useState } from 'react'
import type { SignInOptions } from '../sign-in-options.js'
import { BackButton } from './back-button.js'
import { ChooseStep } from './choose-step.js'
import { CodeStep } from './code-step.js'
import { FirstStep } from './first-step.js'
import { NewPasswordStep, PasswordStep, SetUpEmailStep } from './password-steps.js'
import { isOver, isSecondFactor } from './progress.js'
import { ResetPassword } from './reset-password.js'
import { TotpSetupStep } from './totp-setup-step.js'

type Props = {
  options: SignInOptions
  /** Why the user has to sign in. */
  notice: string | undefined
  /** Signed in. Whether it took a second factor. */
  onArrive: (tookSecondFactor: boolean) => void
}

/** What the user is at: a step that the server asked for, or one of this page. */
type At = { step: NextSignInStep } | { is: 'beginning'; notice?: Said } | { is: 'reset'; notice?: Said }
type Said = { tone: 'info' | 'ok' | 'danger'; text: string }

export type Answer = (challengeResponse: string, userAttributes?: Record<string, string>) => Promise<void>

/** From the name to the tokens, by whatever the server asks for on the way. */
export function SignIn({ options, notice, onArrive }: Props) {
  const [username, setUsername] = useState('')
  const [at, setAt] = useState<At>({
    is: 'beginning',
    ...(notice && { notice: { tone: 'info', text: notice } }),
  })
  const [taken, setTaken] = useState<readonly NextSignInStep[]>([])

  function go({ isSignedIn, nextStep }: SignInOutput) {
    if (isSignedIn) return onArrive(isSecondFactor(taken))
    if (nextStep.signInStep === 'RESET_PASSWORD') return setAt({ is: 'reset', notice: MUST_RESET })
    setTaken((before) => [...before, nextStep])
    setAt({ step: nextStep })
  }

  const answer: Answer = async (challengeResponse, userAttributes) => {
    try {
      go(await confirmSignIn({ challengeResponse, ...(userAttributes && { options: { userAttributes } }) }))
    } catch (error) {
      if (!isOver(error)) throw error
      startAgain({ tone: 'danger', text: error instanceof Error ? error.message : '' })
    }
  }

  const startAgain = (notice?: Said) => {
    setTaken([])
    setAt({ is: 'beginning', ...(notice && { notice }) })
  }

  if ('step' in at)
    return (
      <Titled title={titles[at.step.signInStep] ?? 'Sign in'}>
        <Step key={at.step.signInStep} step={at.step} answer={answer} onCancel={() => startAgain()} />
      </Titled>
    )
  if (at.is === 'reset')
    return (
      <Titled title="Choose a new password" notice={at.notice}>
        <ResetPassword
          username={username}
          onDone={() =>
            startAgain({ tone: 'ok', text: 'Your password is changed. Sign in with the new one.' })
          }
          onCancel={() => startAgain()}
        />
      </Titled>
    )
  return (
    <Titled title="Sign in" notice={at.notice}>
      <FirstStep
        options={options}
        username={username}
        onUsername={setUsername}
        onAnswer={go}
        onForgotten={() => setAt({ is: 'reset' })}
      />
    </Titled>
  )
}

const MUST_RESET: Said = {
  tone: 'info',
  text: 'Your password has to be changed before you can sign in with it.',
}

const Titled = ({
  title,
  notice,
  children,
}: {
  title: string
  notice?: Said | undefined
  children: ReactNode
}) => (
  <>
    <h1>{title}</h1>
    {notice && <Notice tone={notice.tone}>{notice.text}</Notice>}
    {children}
  </>
)

const titles: Partial<Record<NextSignInStep['signInStep'], string>> = {
  CONFIRM_SIGN_IN_WITH_TOTP_CODE: 'Your second factor',
  CONFIRM_SIGN_IN_WITH_SMS_CODE: 'We sent you a code',
  CONFIRM_SIGN_IN_WITH_EMAIL_CODE: 'We sent you a code',
  CONTINUE_SIGN_IN_WITH_MFA_SELECTION: 'Choose a second factor',
  CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION: 'Set up a second factor',
  CONTINUE_SIGN_IN_WITH_TOTP_SETUP: 'Set up an authenticator app',
  CONTINUE_SIGN_IN_WITH_EMAIL_SETUP: 'Set up codes by e-mail',
  CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: 'How do you want to sign in?',
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: 'Choose a password',
  CONFIRM_SIGN_IN_WITH_PASSWORD: 'Your password',
}

type StepProps = { step: NextSignInStep; answer: Answer; onCancel: () => void }

function Step({ step, answer, onCancel }: StepProps) {
  switch (step.signInStep) {
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return (
        <CodeStep
          answer={answer}
          onCancel={onCancel}
          text="The six digits that your authenticator app shows now."
        />
      )
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
      return <CodeStep answer={answer} onCancel={onCancel} to={step.codeDeliveryDetails?.destination} />
    case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION':
    case 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION':
      return <ChooseStep answer={answer} onCancel={onCancel} among={step.allowedMFATypes ?? []} />
    case 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION':
      return <ChooseStep answer={answer} onCancel={onCancel} among={step.availableChallenges ?? []} />
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP':
      return <TotpSetupStep answer={answer} onCancel={onCancel} details={step.totpSetupDetails} />
    case 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP':
      return <SetUpEmailStep answer={answer} onCancel={onCancel} />
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return <NewPasswordStep answer={answer} onCancel={onCancel} missing={step.missingAttributes ?? []} />
    case 'CONFIRM_SIGN_IN_WITH_PASSWORD':
      return <PasswordStep answer={answer} onCancel={onCancel} />
    default:
      return <Unanswerable step={step} onCancel={onCancel} />
  }
}

const Unanswerable = ({ step, onCancel }: Omit<StepProps, 'answer'>) => (
  <>
    <Notice tone="warn">
      {step.signInStep === 'CONFIRM_SIGN_UP'
        ? 'This account is not confirmed yet. Confirm it in the app that you signed up with, and come back.'
        : 'This account asks for something that only its own app can answer.'}
    </Notice>
    <BackButton onPress={onCancel} />
  </>
)
