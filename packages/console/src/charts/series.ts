/** What is plotted: a value a day. Undefined where there is nothing to know. */
export type Series = {
  name: string
  /** The colour: one of `charts.css`. */
  tone: Tone
  values: readonly (number | undefined)[]
}
export type Tone = 'ok' | 'accent' | 'warn' | 'danger' | 'violet' | 'grey'
