import { createContext, type ReactNode, useContext } from 'react'

const Level = createContext(2)

/** From here on, titles are of this level: one below the heading that stands above the component. */
export const TitlesFrom = ({ level, children }: { level: number; children: ReactNode }) => (
  <Level.Provider value={level}>{children}</Level.Provider>
)

/** Titles in here are one level lower. */
export const TitlesBelow = ({ children }: { children: ReactNode }) => (
  <Level.Provider value={useContext(Level) + 1}>{children}</Level.Provider>
)

export function Title({ className, children }: { className: string; children: ReactNode }) {
  const Tag = `h${Math.min(useContext(Level), 6)}` as 'h2'
  return <Tag className={className}>{children}</Tag>
}
