import { type SignInOutput, signIn } from '@latchkey/auth'
import { Button, Field, Notice, sentenceOf, useLabels } from '@latchkey/react'
import { useState } from 'react'
import { StepForm, textIn } from '../../forms/step-form.js'
import type { SignInOptions } from '../sign-in-options.js'

type Props = {
  options: SignInOptions
  username: string
  onUsername: (username: string) => void
  onAnswer: (answer: SignInOutput) => void
  onForgotten: () => void
}

/** Name and password; or the name alone, where the pool lets users choose. */
export function FirstStep({ options, username, onUsername, onAnswer, onForgotten }: Props) {
  return (
    <>
      <StepForm
        action="Sign in"
        onSubmit={async (form) => onAnswer(await begin(username.trim(), textIn(form, 'password')))}
      >
        <Field
          label="Username"
          name="username"
          autoComplete="username webauthn"
          spellCheck="false"
          maxLength={2048}
          value={username}
          onChange={onUsername}
          autoFocus
          isRequired
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={256}
          isRequired
        />
      </StepForm>
      <div className="step-others">
        <Button variant="quiet" size="small" onPress={onForgotten}>
          Forgot your password?
        </Button>
        {options.FirstFactors.length > 1 && <AnotherWay username={username} onAnswer={onAnswer} />}
      </div>
    </>
  )
}

/** By a passkey or a code: the server says which of them this user has. */
function AnotherWay({ username, onAnswer }: Pick<Props, 'username' | 'onAnswer'>) {
  const labels = useLabels()
  const [isPending, setPending] = useState(false)
  const [fault, setFault] = useState<string>()

  async function choose() {
    if (username.trim() === '') return setFault('Type your username first.')
    setFault(undefined)
    setPending(true)
    try {
      onAnswer(await signIn({ username: username.trim(), options: { authFlowType: 'USER_AUTH' } }))
    } catch (error) {
      setFault(sentenceOf(error, labels))
      setPending(false)
    }
  }

  return (
    <>
      <Button variant="quiet" size="small" isPending={isPending} onPress={() => void choose()}>
        Sign in another way
      </Button>
      {fault !== undefined && <Notice tone="danger">{fault}</Notice>}
    </>
  )
}

/** Somebody may have signed in meanwhile, in another tab. */
async function begin(username: string, password: string): Promise<SignInOutput> {
  try {
    return await signIn({ username, password })
  } catch (error) {
    if (error instanceof Error && error.name === 'UserAlreadyAuthenticatedException')
      return { isSignedIn: true, nextStep: { signInStep: 'DONE' } }
    throw error
  }
}
