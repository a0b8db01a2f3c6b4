/**
 * After a question whose button may be gone when it is answered: whoever had the focus on it goes on at the heading. The
 * question's dialog gives the focus back, where it can, before the next frame.
 */
export const focusAfterAnswer = (): void => {
  requestAnimationFrame(() => requestAnimationFrame(focusHeading))
}

function focusHeading(): void {
  if (document.activeElement === document.body)
    document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true })
}
