import type { TrackedDevice } from '@latchkey/auth/latchkey'
import { type KeyboardEvent, useState } from 'react'
import { Form, Input, TextField } from 'react-aria-components'
import { useLabels } from '../labels.js'
import { Button } from '../pieces/button.js'
import { sentenceOf } from '../pieces/error-state.js'
import { nameOf } from './device-words.js'

type Props = {
  device: TrackedDevice
  onSave: (name: string) => Promise<unknown>
  /** Saved, or given up. */
  onClose: () => void
}

/** In the place of the name. Enter saves, Escape gives up. */
export function RenameDeviceForm({ device, onSave, onClose }: Props) {
  const labels = useLabels()
  const [name, setName] = useState(() => nameOf(device, labels))
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<string>()

  async function save() {
    const wanted = name.trim()
    if (wanted === '') return setError(labels.nameMissing)
    if (wanted === device.name) return onClose()
    setError(undefined)
    setPending(true)
    try {
      await onSave(wanted)
      onClose()
    } catch (error) {
      setPending(false)
      setError(sentenceOf(error, labels))
    }
  }

  return (
    <Form
      className="lk-rename"
      // A name that will not do must not keep the next one from being sent.
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending) void save()
      }}
    >
      <TextField
        className="lk-rename-field"
        aria-label={labels.newName}
        value={name}
        onChange={setName}
        maxLength={1024}
        isReadOnly={isPending}
        isInvalid={error !== undefined}
        autoFocus
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && onClose()}
      >
        <Input className="lk-input" dir="auto" onFocus={({ target }) => target.select()} />
      </TextField>
      <Button type="submit" size="small" variant="primary" isPending={isPending}>
        {labels.save}
      </Button>
      <Button size="small" onPress={onClose} isDisabled={isPending}>
        {labels.cancel}
      </Button>
      {error !== undefined && (
        <p className="lk-field-error" role="alert">
          {error}
        </p>
      )}
    </Form>
  )
}
