import type { DataFolder } from '@latchkey/server'

/** Where operators find the console: at the address that the server was last reached at. */
export const consoleOf = ({ lastUrl = 'http://127.0.0.1:9229' }: Pick<DataFolder, 'lastUrl'>) =>
  `${process.env.LATCHKEY_PUBLIC_URL ?? lastUrl}/console`
