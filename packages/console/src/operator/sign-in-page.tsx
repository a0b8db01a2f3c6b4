import './sign-in.css'
import { Notice } from '@latchkey/react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ENDED, SESSION } from '../server/queries.js'
import { Card } from '../shell/card.js'
import { refusedLink } from './link.js'
import { exchangeTokens } from './operators-pool.js'
import { dropAnswers } from './session.js'
import { CodeStep } from './sign-in/code-step.js'
import { NewPasswordStep } from './sign-in/new-password-step.js'
import { OfferTotpStep } from './sign-in/offer-totp-step.js'
import { PasswordStep } from './sign-in/password-step.js'
import { RememberStep } from './sign-in/remember-step.js'
import type { Step } from './sign-in/step.js'
import { TotpSetupStep } from './sign-in/totp-setup-step.js'

const titles: Record<Step['name'], string> = {
  password: 'Sign in',
  'new password': 'Choose a password',
  code: 'Your second factor',
  'set up totp': 'Set up a second factor',
  'offer totp': 'Protect your account',
  remember: 'Remember this device?',
}

/** One step after the other, each of which says what comes next. The page that was asked for is shown at the end. */
export default function SignInPage() {
  const client = useQueryClient()
  const [step, setStep] = useState<Step>(() => ({
    name: 'password',
    notice: refusedLink() ?? client.getQueryData<string>(ENDED),
  }))
  const go = async (next: Step | 'done') => {
    if (next !== 'done') return setStep(next)
    await exchangeTokens()
    dropAnswers(client)
    await client.refetchQueries({ queryKey: SESSION })
  }
  return (
    <Card title={titles[step.name]} headsItself={step.name === 'remember'}>
      {step.name === 'password' && step.notice && <Notice tone="danger">{step.notice}</Notice>}
      {step.name === 'password' && <PasswordStep go={go} />}
      {step.name === 'new password' && <NewPasswordStep go={go} />}
      {step.name === 'code' && <CodeStep go={go} />}
      {step.name === 'set up totp' && <TotpSetupStep go={go} details={step.details} />}
      {step.name === 'offer totp' && <OfferTotpStep go={go} />}
      {step.name === 'remember' && <RememberStep go={go} />}
    </Card>
  )
}
