import { ErrorState } from '@latchkey/react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ServerError } from '../server/call.js'

type AnswerProps<Data> = {
  of: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  /** In its place while it is on its way: as large as what comes. */
  meanwhile: ReactNode
  children: (data: Data) => ReactNode
}

/** What was asked for: as soon as it is there, and as long as there is something to show. */
export function Answer<Data>({ of, meanwhile, children }: AnswerProps<Data>) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error) return <Fault error={of.error} retry={() => of.refetch()} />
  return <>{meanwhile}</>
}

/** An error, told plainly: what the server said, word for word. */
export const Fault = ({ error, retry }: { error: unknown; retry?: () => unknown }) => (
  <ErrorState
    error={error}
    title={titleOf(error)}
    onRetry={retry && !isFinal(error) ? () => void retry() : undefined}
  />
)

const titles: Record<string, string> = {
  AccessDeniedException: 'You may not do this',
  ResourceNotFoundException: 'There is no such thing here',
  UserNotFoundException: 'There is no such user',
  TooManyRequestsException: 'Too many requests',
}

function titleOf(error: unknown): string {
  if (error instanceof ServerError) return titles[error.code] ?? 'The server refused'
  return 'No answer'
}

/** Asking again gets the same answer. */
const isFinal = (error: unknown) =>
  error instanceof ServerError &&
  ['AccessDeniedException', 'ResourceNotFoundException', 'UserNotFoundException'].includes(error.code)
