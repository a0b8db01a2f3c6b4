import type { TrackedDevice } from '@latchkey/auth/latchkey'
import { useState } from 'react'
import { useLabels } from '../labels.js'
import { ConfirmDialog } from '../pieces/confirm-dialog.js'
import { Checkbox } from '../pieces/toggle.js'
import { quoted } from './device-words.js'

/** What has to be confirmed, since it cannot be undone. */
export type Question =
  | { about: 'forget' | 'report'; device: TrackedDevice }
  | { about: 'others'; devices: readonly TrackedDevice[] }

type Props = {
  question: Question | undefined
  onClose: () => void
  onAnswer: (question: Question, includeThisDevice: boolean) => Promise<unknown>
}

export function QuestionDialog({ question, onClose, onAnswer }: Props) {
  const labels = useLabels()
  const [alsoThisOne, setAlsoThisOne] = useState(false)
  const close = () => {
    setAlsoThisOne(false)
    onClose()
  }
  if (!question) return null
  const dialog = { isOpen: true, onClose: close, onConfirm: () => onAnswer(question, alsoThisOne) }
  if (question.about === 'others')
    return (
      <ConfirmDialog
        {...dialog}
        title={labels.forgetOthersQuestion(question.devices.length)}
        confirmLabel={alsoThisOne ? labels.forgetAll : labels.forgetOthers}
      >
        <p>{labels.forgetOthersConsequence}</p>
        <Checkbox isSelected={alsoThisOne} onChange={setAlsoThisOne}>
          <strong>{labels.andThisOne}</strong>
          <br />
          {labels.andThisOneText}
        </Checkbox>
      </ConfirmDialog>
    )
  const { device } = question
  const name = quoted(device, labels)
  if (question.about === 'report')
    return (
      <ConfirmDialog {...dialog} title={labels.reportQuestion(name)} confirmLabel={labels.report}>
        <p>{labels.reportConsequence}</p>
      </ConfirmDialog>
    )
  return (
    <ConfirmDialog {...dialog} title={labels.forgetQuestion(name)} confirmLabel={labels.forget}>
      <p>{device.isCurrent ? labels.forgetThisConsequence : labels.forgetConsequence}</p>
    </ConfirmDialog>
  )
}
