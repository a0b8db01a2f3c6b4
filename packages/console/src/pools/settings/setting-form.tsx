import { Button, ConfirmDialog, Notice } from '@latchkey/react'
import { type ReactNode, useId, useState } from 'react'
import { focusAfterAnswer } from '../../shell/heading-focus.js'

type SettingFormProps = {
  title: string
  /** What is asked before it is changed. */
  question: string
  about: string
  /** Why it cannot be changed by this operator. */
  whyNot: string | undefined
  hasChanged: boolean
  /** What keeps it from being sent. */
  fault?: string | undefined
  /** Why it should be thought over. */
  warning?: string | undefined
  onReset: () => void
  onSave: () => Promise<unknown>
  /** What the change does, for the question before it is made. */
  consequences: ReactNode
  children: ReactNode
}

/** A part of the settings: shown to everybody, changed by admins, and only after its consequences were read. */
export function SettingForm(props: SettingFormProps) {
  const {
    title,
    question,
    about,
    whyNot,
    hasChanged,
    fault,
    warning,
    onReset,
    onSave,
    consequences,
    children,
  } = props
  const [asking, setAsking] = useState(false)
  const [saved, setSaved] = useState(false)
  const id = useId()
  const save = async () => {
    await onSave()
    setSaved(true)
    focusAfterAnswer()
  }
  return (
    <section className="panel setting" aria-labelledby={id}>
      <header className="panel-head">
        <div>
          <h2 id={id}>{title}</h2>
          <p>{about}</p>
        </div>
      </header>
      {children}
      <footer className="setting-foot">
        {whyNot !== undefined && <p className="muted">{whyNot}</p>}
        {whyNot === undefined && (
          <>
            <Button
              variant="primary"
              isDisabled={!hasChanged || fault !== undefined}
              onPress={() => setAsking(true)}
            >
              Change …
            </Button>
            <Button variant="quiet" isDisabled={!hasChanged} onPress={onReset}>
              Reset
            </Button>
            <span role="status" className="muted">
              {hasChanged ? fault : saved && 'Changed.'}
            </span>
          </>
        )}
      </footer>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={question}
        confirmLabel="Change it"
        tone="primary"
        onConfirm={save}
      >
        {consequences}
        {warning && <Notice tone="warn">{warning}</Notice>}
      </ConfirmDialog>
    </section>
  )
}
