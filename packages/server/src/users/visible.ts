import { type Client, mayRead } from '../clients/client.js'
import type { Pool } from '../pools/pool.js'
import { type Attributes, isHidden } from './attributes.js'

/** Whether an attribute is shown to its user by a client: not those that only operators see. Pure. */
export const isVisible = (
  pool: Pick<Pool, 'schema'>,
  client: Pick<Client, 'readAttributes'>,
  name: string,
): boolean => mayRead(client, name) && !isHidden(pool.schema, name)

/** What a user is shown of their own attributes by a client: in answers and in ID tokens alike. */
export const visibleAttributes = (
  pool: Pick<Pool, 'schema'>,
  client: Pick<Client, 'readAttributes'>,
  attributes: Readonly<Attributes>,
): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isVisible(pool, client, name)))
