import { useLayoutEffect, useRef, useState } from 'react'

/** How wide an element is, as it changes; undefined before it is on the page. */
export function useWidth<Element extends HTMLElement>() {
  const place = useRef<Element>(null)
  const [width, setWidth] = useState<number>()
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    setWidth(element.clientWidth)
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])
  return { place, width }
}
