import { AccountSettings, Authenticator, Button, Divider, Flex, Heading } from '@aws-amplify/ui-react'
import { YourDevices } from './YourDevices'

/** What an authenticator app calls the account. */
const formFields = { setupTotp: { QR: { totpIssuer: 'Latchkey' } } }

/** Whoever is signed in sees their account; whoever is not, the screens of the Authenticator. */
export function App({ offersPasskeys }: { offersPasskeys: boolean }) {
  return (
    <Authenticator
      formFields={formFields}
      {...(offersPasskeys && { passwordless: { passkeyRegistrationPrompts: true } })}
    >
      {({ user, signOut = () => {} }) => (
        <Flex as="main" direction="column" className="account">
          <Heading level={3}>Hello, {user?.signInDetails?.loginId ?? user?.username}</Heading>
          <YourDevices signOut={signOut} />
          <Divider />
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
