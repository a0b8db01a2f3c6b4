import { useEffect, useRef, useState } from 'react'

type Props = {
  label: string
  placeholder: string
  value: string | undefined
  onChange: (value: string | undefined) => void
  longest: number
}

/** Since a request for each letter would be answered when the next one is typed. */
const PAUSE = 200

/** Text that filters: what is asked for follows what is typed after a pause, and what is in the address. */
export function SearchField({ label, placeholder, value, onChange, longest }: Props) {
  const [text, setText] = useState(value ?? '')
  const said = useRef(value)
  const change = useRef(onChange)
  useEffect(() => {
    change.current = onChange
  })
  // Somebody went back, or cleared the filters: not an echo of what was typed here.
  useEffect(() => {
    if (value === said.current) return
    said.current = value
    setText(value ?? '')
  }, [value])
  useEffect(() => {
    const wanted = text.trim() || undefined
    if (wanted === said.current) return
    const timer = setTimeout(() => {
      said.current = wanted
      change.current(wanted)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <label className="search-field">
      <span className="lk-hidden">{label}</span>
      <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <circle cx="9" cy="9" r="5.5" />
        <path d="m13 13 4 4" />
      </svg>
      <input
        type="search"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        maxLength={longest}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  )
}
