import { Button, Notice, sentenceOf, useLabels } from '@latchkey/react'
import './forms.css'
import { type FormEvent, type ReactNode, useState } from 'react'

type Props = {
  /** On the button. */
  action: string
  onSubmit: (form: FormData) => Promise<unknown>
  children?: ReactNode
  /** Beside the button. */
  also?: ReactNode
  /** Words for some errors. Default: those of the server. */
  explain?: (error: unknown) => string | undefined
}

/** A form that waits for its answer and tells what went wrong. */
export function StepForm({ action, onSubmit, children, also, explain }: Props) {
  const labels = useLabels()
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<unknown>()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isPending) return
    const form = new FormData(event.currentTarget)
    setError(undefined)
    setPending(true)
    await onSubmit(form).catch(setError)
    setPending(false)
  }

  return (
    <form className="step-form" onSubmit={(event) => void submit(event)}>
      {children}
      {error !== undefined && <Notice tone="danger">{explain?.(error) ?? sentenceOf(error, labels)}</Notice>}
      <div className="step-actions">
        <Button type="submit" variant="primary" isPending={isPending}>
          {action}
        </Button>
        {also}
      </div>
    </form>
  )
}

export const textIn = (form: FormData, name: string): string => String(form.get(name) ?? '')
