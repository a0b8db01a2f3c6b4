// @ts-check
import * as auth from '@latchkey/auth'

/** @type {import('./harness.mjs').Library} */
export const library = {
  name: 'latchkey',
  auth,
  configure(Cognito, keyValueStorage) {
    auth.configure({ Auth: { Cognito } }, keyValueStorage ? { keyValueStorage } : {})
  },
  deviceTracked: () =>
    new Promise((resolve, reject) => {
      const stop = auth.onAuthEvent((event) => {
        if (event.type === 'deviceTracked') resolve()
        else if (event.type === 'deviceTrackingFailed') reject(event.error)
        else return
        stop()
      })
    }),
}
