// A plain script with @latchkey/auth in it: it does as its parent says.
import * as auth from '@latchkey/auth'
import * as latchkey from '@latchkey/auth/latchkey'

const functions = { ...latchkey, ...auth }

process.on('message', async ({ id, name, args }) => {
  try {
    process.send({ id, value: await functions[name](...args) })
  } catch ({ name, message }) {
    process.send({ id, refusal: { name, message } })
  }
})
