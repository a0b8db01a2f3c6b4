import type { World } from './world.js'

type Collector = {
  AmazonCognitoAdvancedSecurityData?: {
    getData(username: string, userPoolId: string, clientId: string): string | undefined
  }
}

/** What Amazon's script for threat protection has collected, where the page loads that script. */
export function userContextData({ pool }: World, username: string): { EncodedData?: string } | undefined {
  const collector = (globalThis as Collector).AmazonCognitoAdvancedSecurityData
  const EncodedData = collector?.getData(username, pool.userPoolId, pool.clientId)
  return collector && { ...(EncodedData !== undefined && { EncodedData }) }
}
