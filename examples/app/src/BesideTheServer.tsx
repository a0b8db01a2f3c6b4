import { Link, Text } from '@aws-amplify/ui-react'
import { Amplify } from 'aws-amplify'

/** What a Latchkey server on this machine shows beside the app. Others send their mail, and have addresses of their own. */
function pagesOfServer() {
  const { userPoolEndpoint = '', userPoolId, userPoolClientId } = Amplify.getConfig().Auth?.Cognito ?? {}
  if (!/^http:\/\/(?:127\.0\.0\.1|localhost):/.test(userPoolEndpoint)) return undefined
  return {
    messages: `${userPoolEndpoint}/console/pools/${userPoolId}/messages`,
    account: `${userPoolEndpoint}/account/${userPoolId}?client_id=${userPoolClientId}`,
  }
}

/** Nobody gets the mail of a server in development. */
export function WhereCodesAre() {
  const pages = pagesOfServer()
  if (!pages) return null
  return (
    <Text className="hint">
      Codes by mail stay on this server: copy them from{' '}
      <Link href={pages.messages} isExternal>
        the outbox in its console
      </Link>
      .
    </Text>
  )
}

export function WhereMoreIs() {
  const pages = pagesOfServer()
  if (!pages) return null
  return (
    <Text className="hint">
      The server has{' '}
      <Link href={pages.account} isExternal>
        an account page
      </Link>{' '}
      as well: names for devices, what happened on each, and “This wasn’t me”.
    </Text>
  )
}
