type Props<Value extends string> = {
  label: string
  /** What is said where nothing is filtered: "Any state". */
  any: string
  value: Value | undefined
  choices: readonly (readonly [value: Value, words: string])[]
  onChange: (value: Value | undefined) => void
}

/** The browser's own list: it works with every keyboard, reader and phone. */
export const SelectField = <Value extends string>(props: Props<Value>) => (
  <label className="select-field">
    <span className="lk-hidden">{props.label}</span>
    <select
      value={props.value ?? ''}
      data-set={props.value !== undefined || undefined}
      onChange={({ target }) => props.onChange(props.choices.find(([value]) => value === target.value)?.[0])}
    >
      <option value="">{props.any}</option>
      {props.choices.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </label>
)
