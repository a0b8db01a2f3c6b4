/** Whoever had the focus on something that is gone goes on at the heading of the page, and hears where they are. */
export function focusHeadingWhereLost(): void {
  if (document.activeElement === null || document.activeElement === document.body)
    document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true })
}

/**
 * After a question whose button may be gone when it is answered. The question's dialog gives the focus back, where it can,
 * before the next frame.
 */
export const focusAfterAnswer = (): void => {
  requestAnimationFrame(() => requestAnimationFrame(focusHeadingWhereLost))
}
