// @ts-check

/** Ctrl-C ends a run by way of `finally`, so that no process and no folder is left behind. */
export function onInterrupt() {
  /** @type {(value: undefined) => void} */
  let raise = () => {}
  /** @type {Promise<undefined>} */
  const raised = new Promise((resolve) => {
    raise = resolve
  })
  const handler = () => raise(undefined)
  process.on('SIGINT', handler).on('SIGTERM', handler)
  return {
    raised,
    ignore: () => void process.off('SIGINT', handler).off('SIGTERM', handler),
  }
}
