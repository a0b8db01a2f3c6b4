// @ts-check
import { APP, bundle, sum, withImports } from './bundle.mjs'
import { dependencies } from './dependencies.mjs'

/** @typedef {import('./bundle.mjs').OutputFile} OutputFile */
/** @typedef {Awaited<ReturnType<typeof measure>>} Report */

/** What a page on https has loaded when somebody has signed in on a new device. */
const SIGN_IN = ['sign-in/lazy.js', 'devices/register-device.js', 'browser-engine.js']

/** What an app that shows components has anyway. */
const OF_THE_APP = ['react', 'react/*', 'react-dom', 'react-dom/*', '@latchkey/auth', '@latchkey/auth/*']

export async function measure() {
  const component = { splitting: false, external: OF_THE_APP }
  const [components, prompt, styles] = await Promise.all([
    bundle('@latchkey/react', component),
    bundle('@latchkey/react, the prompt alone', component),
    bundle('@latchkey/react, style sheets', component),
  ])
  const [amplify, whole, split] = await Promise.all([
    bundle('aws-amplify/auth', { splitting: false }),
    bundle('@latchkey/auth', { splitting: false }),
    bundle('@latchkey/auth', { splitting: true }),
  ])
  const { start, lazy } = parts(split.outputs)
  const signIn = SIGN_IN.flatMap((module) => [...filesOf(lazy, module)])
  return {
    amplify: sum(amplify.outputs),
    latchkey: {
      whole: sum(whole.outputs),
      start: sum([...start]),
      signIn: sum([...new Set([...start, ...signIn])]),
      lazy: lazy.map(({ module, files }) => ({ module, size: sum([...files]) })),
    },
    dependencies: dependencies(whole.packages),
    react: {
      components: sum(components.outputs),
      prompt: sum(prompt.outputs),
      styles: sum(styles.outputs.filter(({ name }) => name.endsWith('.css'))),
      own: components.packages['@latchkey/react'] ?? 0,
    },
  }
}

/** What is loaded at start, and what comes on top of it, for each module that is imported later. @param {OutputFile[]} outputs */
function parts(outputs) {
  const app = outputs.find(({ entry }) => entry === APP)
  if (!app) throw new Error('The bundle has no entry.')
  const start = withImports(outputs, app)
  const lazy = outputs
    .filter((file) => file.entry && !start.has(file))
    .map((file) => ({
      module: String(file.entry).replace(/^.*\/client\/dist\//, ''),
      files: new Set([...withImports(outputs, file)].filter((one) => !start.has(one))),
    }))
  return { start, lazy }
}

/** @param {ReturnType<typeof parts>['lazy']} lazy @param {string} module */
function filesOf(lazy, module) {
  const found = lazy.find((part) => part.module === module)
  if (!found) throw new Error(`SIGN_IN names ${module}, which is not loaded by itself.`)
  return found.files
}
