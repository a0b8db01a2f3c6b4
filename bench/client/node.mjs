// @ts-check
import { startChild } from '../shared/child.mjs'
import { LIBRARIES } from './cases.mjs'

/**
 * Each library in a process of its own.
 *
 * @param {string} url
 * @param {import('./options.mjs').Options} options
 * @param {{ push(child: import('../shared/child.mjs').Child): unknown }} children
 */
export async function node(url, { profile }, children) {
  const subjects = LIBRARIES.map((library) => {
    const child = startChild(new URL('./node-process.mjs', import.meta.url), { library, url }, { profile })
    children.push(child)
    return subjectOf(library, child)
  })
  return { name: `Node ${process.versions.node}`, subjects, close: async () => {} }
}

/**
 * @param {import('./cases.mjs').LibraryName} library
 * @param {import('../shared/child.mjs').Child} child
 * @returns {import('./measure.mjs').Subject}
 */
const subjectOf = (library, child) => ({
  library,
  begin: (one) => child.ask('begin', one),
  configure: (one) => child.ask('configure', one),
  end: (one) => child.ask('end', one),
  idle: () => child.ask('idle'),
  cpu: async (one) => ({ cpu: await child.ask('cpu', one) }),
  stretches: [async (one) => ({ stretch: await child.ask('stretch', one) })],
  cold: [],
})
