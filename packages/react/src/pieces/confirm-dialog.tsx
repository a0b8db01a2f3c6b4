import { type ReactNode, useEffect, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useLabels } from '../labels.js'
import { Button } from './button.js'
import { sentenceOf } from './error-state.js'
import { Notice } from './notice.js'

type Props = {
  isOpen: boolean
  onClose: () => void
  title: string
  /** What follows from it, spelt out. */
  children: ReactNode
  /** What is done, as a verb: "Forget and sign out". */
  confirmLabel: string
  /** While its promise is pending the dialog waits; it closes when it is done, and says what went wrong otherwise. */
  onConfirm: () => Promise<unknown> | undefined
  /** Default: `danger`. */
  tone?: 'danger' | 'primary'
  isConfirmDisabled?: boolean
}

export function ConfirmDialog(props: Props) {
  const { isOpen, onClose } = props
  const [isPending, setPending] = useState(false)
  return (
    <ModalOverlay
      className="lk-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={!isPending}
      isKeyboardDismissDisabled={isPending}
    >
      <Modal className="lk-modal">
        <Dialog role="alertdialog" className="lk-dialog">
          <Question {...props} isPending={isPending} setPending={setPending} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

type QuestionProps = Props & { isPending: boolean; setPending: (pending: boolean) => void }

/** Inside of the modal: what went wrong is forgotten when it is closed. */
function Question({ isPending, setPending, tone = 'danger', ...props }: QuestionProps) {
  const labels = useLabels()
  const [error, setError] = useState<unknown>()
  useEffect(() => () => setPending(false), [setPending])

  async function confirm() {
    setError(undefined)
    setPending(true)
    try {
      await props.onConfirm()
      props.onClose()
    } catch (error) {
      setError(error)
    } finally {
      setPending(false)
    }
  }

  return (
    <>
      <Heading slot="title" className="lk-dialog-title">
        {props.title}
      </Heading>
      <div className="lk-dialog-body">{props.children}</div>
      {error !== undefined && <Notice tone="danger">{sentenceOf(error, labels)}</Notice>}
      <div className="lk-dialog-actions">
        <Button onPress={props.onClose} isDisabled={isPending} autoFocus>
          {labels.cancel}
        </Button>
        <Button
          variant={tone}
          isPending={isPending}
          isDisabled={props.isConfirmDisabled ?? false}
          onPress={() => void confirm()}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </>
  )
}
