import { invalidParameter } from '../errors.js'
import type { Keyring } from './keyring.js'

/**
 * Where a list goes on, as an opaque token. It is sealed for one list (`of`: the operation and whose list it is),
 * so that it can be neither made up nor carried over.
 */
export const writePageToken = (keyring: Keyring, of: string, position: unknown) =>
  keyring.seal(`page of ${of}`, JSON.stringify(position))

/** Throws InvalidParameterException when the token is not one of this list's. */
export function readPageToken(keyring: Keyring, of: string, token: string): unknown {
  const position = keyring.open(`page of ${of}`, token)
  if (!position) throw invalidParameter('Invalid pagination token given.')
  return JSON.parse(position.toString())
}
