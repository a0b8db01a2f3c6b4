import { Button } from '@latchkey/react'
import { useEffect, useState } from 'react'
import { Icon } from './icons.js'

type CopyButtonProps = { text: string; label: string; words?: string }

/** Says so when it is done, or that the browser does not allow it. */
export function CopyButton({ text, label, words = 'Copy' }: CopyButtonProps) {
  const [said, setSaid] = useState<string>()
  useEffect(() => {
    if (said === undefined) return
    const timer = setTimeout(() => setSaid(undefined), 2000)
    return () => clearTimeout(timer)
  }, [said])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not copied'),
    )
  return (
    <span className="copy">
      <Button size="small" aria-label={label} onPress={() => void copy()}>
        <Icon name={said === 'Copied' ? 'check' : 'copy'} />
        {said ?? words}
      </Button>
      <span role="status" className="lk-hidden">
        {said}
      </span>
    </span>
  )
}
