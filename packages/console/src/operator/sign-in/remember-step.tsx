import { Notice, RememberDevicePrompt } from '@latchkey/react'
import { useState } from 'react'
import { type Go, sentenceOf } from './step.js'

/** After a code was asked for: who goes on without reading has not decided anything. */
export function RememberStep({ go }: { go: Go }) {
  const [fault, setFault] = useState<string>()
  return (
    <>
      {fault !== undefined && <Notice tone="danger">{fault}</Notice>}
      <RememberDevicePrompt
        headingLevel={1}
        onDone={() => void go('done').catch((error: unknown) => setFault(sentenceOf(error)))}
      />
    </>
  )
}
