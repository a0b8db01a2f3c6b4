import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { defaultLabels, type Labels } from './words.js'

const Words = createContext<Labels>(defaultLabels)

/** Other words for everything below: of another language, or in the app's own tone. What is not given stays as it is. */
export function LabelsProvider({ labels, children }: { labels: Partial<Labels>; children: ReactNode }) {
  const above = useLabels()
  const words = useMemo(() => ({ ...above, ...labels }), [above, labels])
  return <Words.Provider value={words}>{children}</Words.Provider>
}

export const useLabels = (): Labels => useContext(Words)
