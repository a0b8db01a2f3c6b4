import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where they are, from scripts/postgres-tools.mjs; undefined where there are none. */
    postgresTools: { pgbouncer: string; programs: string } | undefined
  }
}

export const postgresTools = inject('postgresTools')
