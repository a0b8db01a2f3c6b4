import type { Option, Values } from './command.js'

export const DEFAULT_DATA = '.latchkey'

/** Where a server's data is. */
export const dataOptions: Record<'data' | 'database', Option> = {
  data: { value: 'DIR', default: DEFAULT_DATA, summary: 'the data folder' },
  database: {
    value: 'URL',
    summary: 'a PostgreSQL database (default: LATCHKEY_DATABASE_URL; without one, the data is in the folder)',
  },
}

export const dataPlace = ({ data = DEFAULT_DATA, database }: Values) => ({ data, database })
