import { AccountSettings, Authenticator, Button, Divider, Flex, Heading } from '@aws-amplify/ui-react'
import type { ResourcesConfig } from 'aws-amplify'
import { YourDevices } from './YourDevices'
import { YourSecondFactor } from './YourSecondFactor'

/** What an authenticator app calls the account. */
const formFields = { setupTotp: { QR: { totpIssuer: 'Latchkey' } } }

/** Whoever is signed in sees their account; whoever is not, the screens of the Authenticator. */
export function App({ pool }: { pool: ResourcesConfig }) {
  const { mfa, passwordless } = pool.Auth?.Cognito ?? {}
  const asksForPasskeys = passwordless?.webAuthn && { passwordless: { passkeyRegistrationPrompts: true } }
  return (
    <Authenticator formFields={formFields} {...asksForPasskeys}>
      {({ user, signOut = () => {} }) => (
        <Flex as="main" direction="column" className="account">
          <Heading level={3}>Hello, {user?.signInDetails?.loginId ?? user?.username}</Heading>
          <YourDevices signOut={signOut} />
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
