import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { List } from './use-list.js'

/** Pages that are read to be where somebody was. */
const MOST_PAGES = 60

/**
 * Who reloads a page, or comes back to it, is where they were in the list. The router restores what is there; this reads
 * as much of the list as that takes. Where it stands is read when the page is left: reading it while it moves has the
 * browser lay the page out.
 */
export function useRememberedScroll({ rows, hasMore, isLoadingMore, loadMore }: List<unknown>): void {
  const key = `latchkey.scroll.${useLocation({ select: ({ state }) => state.__TSR_key })}`
  const wanted = useRef<{ top: number; pages: number } | undefined>(undefined)

  useEffect(() => {
    const top = Number(read(key) ?? 0)
    wanted.current = top > 0 ? { top, pages: 0 } : undefined
    const keep = () => {
      if (!wanted.current) write(key, String(Math.round(window.scrollY)))
    }
    const giveUp = () => {
      wanted.current = undefined
    }
    const events = ['wheel', 'touchmove', 'keydown', 'mousedown'] as const
    for (const event of events) window.addEventListener(event, giveUp, { passive: true })
    window.addEventListener('pagehide', keep)
    return () => {
      for (const event of events) window.removeEventListener(event, giveUp)
      window.removeEventListener('pagehide', keep)
    }
  }, [key])

  useEffect(() => {
    const { current } = wanted
    if (!current || !rows || isLoadingMore) return
    const reach = document.documentElement.scrollHeight - window.innerHeight
    if (reach < current.top && hasMore && current.pages < MOST_PAGES) {
      current.pages += 1
      loadMore()
      return
    }
    wanted.current = undefined
    window.scrollTo(0, current.top)
  }, [rows, hasMore, isLoadingMore, loadMore])
}

/** Browsers that keep nothing throw at the mention of a storage. */
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value)
  } catch {
    // Then a page that is reloaded begins at its top.
  }
}
