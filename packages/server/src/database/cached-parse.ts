/** More settings than that change too often, or are of too many pools, to be worth remembering. */
const MOST = 1000

/**
 * Parses documents that are read at every request and seldom change: the same text is parsed once. What it answers
 * is shared and frozen.
 */
export function cachedParse<Document extends object>(): (text: string) => Document {
  const known = new Map<string, Document>()
  return (text) => {
    const cached = known.get(text)
    if (cached) return cached
    const document: Document = deepFreeze(JSON.parse(text))
    if (known.size >= MOST) known.clear()
    known.set(text, document)
    return document
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part)
    Object.freeze(value)
  }
  return value
}
