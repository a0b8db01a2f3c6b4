import { AuthError } from './errors.js'

/** Code that only some pages need, and that is loaded when they do. */
export const loaded = <Module>(loading: Promise<Module>): Promise<Module> => loading.catch(notLoaded)

function notLoaded(underlyingError: unknown): never {
  throw new AuthError({
    name: 'NetworkError',
    message: 'A part of @latchkey/auth could not be loaded.',
    recoverySuggestion: 'Check the connection. After a new release of the app, reload the page.',
    underlyingError,
  })
}
