import { Button, Notice } from '@latchkey/react'
import { type FormEvent, type ReactNode, useState } from 'react'
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

/** The form of a step: waits for its answer, and tells what went wrong. */
export function StepForm({ go, action, isFirst = false, onSubmit, children, also }: StepFormProps) {
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<string>()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const form = new FormData(event.currentTarget)
    setPending(true)
    setFault(undefined)
    try {
      await go(await onSubmit(form))
    } catch (error) {
      if (!isFirst && isOver(error)) await startAgain(go, error)
      else setFault(sentenceOf(error))
    } finally {
      setPending(false)
    }
  }

  return (
    <form onSubmit={submit}>
      {fault && <Notice tone="danger">{fault}</Notice>}
      {children}
      <div className="step-actions">
        <Button type="submit" variant="primary" isPending={pending}>
          {action}
        </Button>
        {also}
      </div>
    </form>
  )
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
