import { useId } from 'react'

type OptionsProps<Value extends string> = {
  legend: string
  value: Value
  /** Each with its name, and what it means. */
  words: Record<Value, [name: string, meaning: string]>
  onChange: (value: Value) => void
  isDisabled: boolean
}

/** A choice of one, each with a sentence on what it means. */
export function Options<Value extends string>(props: OptionsProps<Value>) {
  const { legend, value, words, onChange, isDisabled } = props
  const name = useId()
  return (
    <fieldset className="options" disabled={isDisabled}>
      <legend>{legend}</legend>
      {(Object.entries(words) as [Value, [string, string]][]).map(([one, [title, meaning]]) => (
        <label key={one} className="option">
          <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
          <span>
            <strong>{title}</strong>
            <small>{meaning}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
