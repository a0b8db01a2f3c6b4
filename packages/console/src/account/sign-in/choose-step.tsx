import { Button, Notice, sentenceOf, useLabels } from '@latchkey/react'
import { useState } from 'react'
import { BackButton } from './back-button.js'
import type { Answer } from './sign-in.js'

type Props = { answer: Answer; onCancel: () => void; among: readonly string[] }

/** What there is to choose among, in the user's words. */
const names: Record<string, string> = {
  TOTP: 'Authenticator app',
  SMS: 'Code by text message',
  EMAIL: 'Code by e-mail',
  WEB_AUTHN: 'Passkey',
  SMS_OTP: 'Code by text message',
  EMAIL_OTP: 'Code by e-mail',
  PASSWORD_SRP: 'Password',
}

export function ChooseStep({ answer, onCancel, among }: Props) {
  const labels = useLabels()
  const [pending, setPending] = useState<string>()
  const [error, setError] = useState<unknown>()

  async function choose(name: string) {
    setError(undefined)
    setPending(name)
    await answer(name).catch(setError)
    setPending(undefined)
  }

  return (
    <>
      <div className="choices">
        {among
          .filter((name) => name in names)
          .map((name) => (
            <Button
              key={name}
              isPending={pending === name}
              isDisabled={pending !== undefined && pending !== name}
              onPress={() => void choose(name)}
            >
              {names[name]}
            </Button>
          ))}
      </div>
      {error !== undefined && <Notice tone="danger">{sentenceOf(error, labels)}</Notice>}
      <BackButton onPress={onCancel} />
    </>
  )
}
