import { Alert, Button, Flex, Heading, Text, TextField } from '@aws-amplify/ui-react'
import {
  type FetchMFAPreferenceOutput,
  fetchMFAPreference,
  type SetUpTOTPOutput,
  setUpTOTP,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth'
import { type FormEvent, useEffect, useState } from 'react'

const NAMES = { TOTP: 'Authenticator app', SMS: 'Text message', EMAIL: 'E-mail' }

/** What is asked for beside the password, where the pool leaves that to its users. */
export function YourSecondFactor() {
  const [preference, setPreference] = useState<FetchMFAPreferenceOutput>()
  const enabled = preference?.enabled ?? []
  const [setup, setSetup] = useState<SetUpTOTPOutput>()
  const [problem, setProblem] = useState<string>()

  const show = () => fetchMFAPreference().then(setPreference)

  /** Does what a button stands for, and says why it could not be done. */
  function act(work: () => Promise<void>) {
    setProblem(undefined)
    work().catch(({ message }: Error) => setProblem(message))
  }

  async function verify(form: HTMLFormElement) {
    await verifyTOTPSetup({ code: String(new FormData(form).get('code')) })
    await updateMFAPreference({ totp: 'PREFERRED' })
    setSetup(undefined)
    await show()
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    act(() => verify(form))
  }

  useEffect(() => {
    fetchMFAPreference().then(setPreference, ({ message }: Error) => setProblem(message))
  }, [])

  return (
    <Flex as="section" direction="column" aria-labelledby="your-second-factor">
      <Heading level={4} id="your-second-factor">
        Your second factor
      </Heading>
      {preference && <Text>{enabled.map((factor) => NAMES[factor]).join(', ') || 'None.'}</Text>}
      {setup ? (
        <Flex as="form" direction="column" onSubmit={onSubmit}>
          <Text>
            Add <a href={setup.getSetupUri('Latchkey').href}>{setup.sharedSecret}</a> to your authenticator
            app.
          </Text>
          <TextField
            name="code"
            label="The code that the app shows"
            autoComplete="one-time-code"
            isRequired
          />
          <Button type="submit" variation="primary">
            Verify
          </Button>
        </Flex>
      ) : (
        preference &&
        !enabled.includes('TOTP') && (
          <Button onClick={() => act(() => setUpTOTP().then(setSetup))}>Set up an authenticator app</Button>
        )
      )}
      {enabled.length > 0 && (
        <Button onClick={() => act(() => updateMFAPreference(NONE).then(show))}>
          Ask for the password only
        </Button>
      )}
      {problem && <Alert variation="error">{problem}</Alert>}
    </Flex>
  )
}

const NONE = { totp: 'DISABLED', sms: 'DISABLED', email: 'DISABLED' } as const
