import { AccountSettings, Authenticator, Button, Divider, Flex, Heading } from '@aws-amplify/ui-react'
import type { ResourcesConfig } from 'aws-amplify'
import { WhereCodesAre, WhereMoreIs } from './BesideTheServer'
import { YourDevices } from './YourDevices'
import { YourSecondFactor } from './YourSecondFactor'

/** What an authenticator app calls the account. */
const formFields = { setupTotp: { QR: { totpIssuer: 'Latchkey' } } }

const components = { Footer: WhereCodesAre }

type Passwordless = NonNullable<NonNullable<ResourcesConfig['Auth']>['Cognito']['passwordless']>

/** Where there is more than a password: it comes first, the others are a click away, and a passkey is offered. */
const waysIn = ({ webAuthn }: Passwordless) =>
  ({
    preferredAuthMethod: 'PASSWORD',
    ...(webAuthn && { passkeyRegistrationPrompts: true }),
  }) as const

/** Whoever is signed in sees their account; whoever is not, the screens of the Authenticator. */
export function App({ pool }: { pool: ResourcesConfig }) {
  const { mfa, passwordless } = pool.Auth?.Cognito ?? {}
  return (
    <Authenticator
      formFields={formFields}
      components={components}
      {...(passwordless && { passwordless: waysIn(passwordless) })}
    >
      {({ user, signOut = () => {} }) => (
        <Flex as="main" direction="column" className="account">
          <Heading level={3}>Hello, {user?.signInDetails?.loginId ?? user?.username}</Heading>
          <YourDevices signOut={signOut} />
          <WhereMoreIs />
          <Divider />
          {mfa?.status === 'optional' && (
            <>
              <YourSecondFactor />
              <Divider />
            </>
          )}
          <Heading level={4}>Your password</Heading>
          <AccountSettings.ChangePassword onSuccess={() => alert('Your password is changed.')} />
          <Divider />
          <Button onClick={signOut}>Sign out</Button>
          <AccountSettings.DeleteUser onSuccess={signOut} />
        </Flex>
      )}
    </Authenticator>
  )
}
