import type { ReactNode } from 'react'
import { StepForm as Form } from '../../forms/step-form.js'
import { dropTokens } from '../operators-pool.js'
import { type Go, type Step, sentenceOf } from './step.js'

type StepFormProps = {
  go: Go
  /** On the button. */
  action: string
  /** Refused, it begins again anyway. */
  isFirst?: boolean
  /** What the step does with what was typed; it says what comes next. */
  onSubmit: (form: FormData) => Promise<Step | 'done'>
  children?: ReactNode
  /** Beside the button. */
  also?: ReactNode
}

/** The form of a step, which leads to the next one. */
export function StepForm({ go, isFirst = false, onSubmit, ...form }: StepFormProps) {
  async function take(typed: FormData) {
    try {
      await go(await onSubmit(typed))
    } catch (error) {
      if (isFirst || !isOver(error)) throw error
      await startAgain(go, error)
    }
  }
  return <Form {...form} onSubmit={take} explain={sentenceOf} />
}

/** The sign-in waited too long, or was ended: its steps begin again. */
const isOver = (error: unknown) =>
  error instanceof Error &&
  [
    'NotAuthorizedException',
    'SignInException',
    'UserUnAuthenticatedException',
    'ResourceNotFoundException',
  ].includes(error.name)

async function startAgain(go: Go, error: unknown) {
  dropTokens()
  await go({ name: 'password', notice: sentenceOf(error) })
}
