import { useState } from 'react'
import { Form, Heading } from 'react-aria-components'
import { useLabels } from '../labels.js'
import { Button } from '../pieces/button.js'
import { sentenceOf } from '../pieces/error-state.js'
import { Notice } from '../pieces/notice.js'
import { Checkbox } from '../pieces/toggle.js'
import { changed } from './changes.js'
import { type DeviceSource, signedInUser } from './device-source.js'

export type RememberDevicePromptProps = {
  /** Answered, and done. */
  onDone: (isRemembered: boolean) => void
  /** Default: the user who is signed in with @latchkey/auth. */
  source?: Pick<DeviceSource, 'remember'>
  /** Of its title among the headings of the page. Default: 2. */
  headingLevel?: 1 | 2 | 3
}

/** After a sign-in with a second factor: whether this device may answer for it from now on. */
export function RememberDevicePrompt({
  onDone,
  source = signedInUser,
  headingLevel = 2,
}: RememberDevicePromptProps) {
  const labels = useLabels()
  const [isTicked, setTicked] = useState(false)
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<unknown>()

  async function go() {
    if (!isTicked) return onDone(false)
    setError(undefined)
    setPending(true)
    try {
      await source.remember()
      changed(source)
      onDone(true)
    } catch (error) {
      setPending(false)
      setError(error)
    }
  }

  return (
    <Form
      className="lk-prompt"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPending) void go()
      }}
    >
      <Heading level={headingLevel} className="lk-prompt-title">
        {labels.promptTitle}
      </Heading>
      <p className="lk-prompt-text">{labels.promptText}</p>
      <Checkbox isSelected={isTicked} onChange={setTicked} isDisabled={isPending}>
        {labels.remember}
      </Checkbox>
      <Notice tone="warn">{labels.promptWarning}</Notice>
      {error !== undefined && <Notice tone="danger">{sentenceOf(error, labels)}</Notice>}
      <div className="lk-prompt-actions">
        <Button onPress={() => onDone(false)} isDisabled={isPending}>
          {labels.promptNotNow}
        </Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {labels.promptContinue}
        </Button>
      </div>
    </Form>
  )
}
