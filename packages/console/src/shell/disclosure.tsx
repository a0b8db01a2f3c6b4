import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

type DisclosureProps = {
  className: string
  label?: string
  button: ReactNode
  /** Closes itself when it is told that something was chosen. */
  children: (close: () => void) => ReactNode
}

/** A button with something below it. Escape, a click elsewhere, and leaving it by Tab close it. */
export function Disclosure({ className, label, button, children }: DisclosureProps) {
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const id = useId()
  const close = () => {
    setOpen(false)
    opener.current?.focus()
  }
  useEffect(() => {
    if (!open) return
    const outside = ({ target }: Event) => {
      if (!place.current?.contains(target as Node)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      setOpen(false)
      opener.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
      document.removeEventListener('keydown', onKey)
    }
  }, [open])
  return (
    <div className={`disclosure ${className}`} ref={place}>
      <button
        ref={opener}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        {...(label && { 'aria-label': label })}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      <div id={id} className="disclosed" hidden={!open}>
        {open && children(close)}
      </div>
    </div>
  )
}
