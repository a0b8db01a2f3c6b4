import { Alert, Button, Flex, Heading, Text } from '@aws-amplify/ui-react'
import { type FetchDevicesOutput, fetchDevices, forgetDevice, rememberDevice } from 'aws-amplify/auth'
import { useEffect, useState } from 'react'
import { deviceName } from './deviceName'

/** The devices on which no second factor is asked for. Who signs in on another one is asked. */
export function YourDevices({ signOut }: { signOut: () => void }) {
  const [devices, setDevices] = useState<FetchDevicesOutput>()
  const [problem, setProblem] = useState<string>()

  const show = () => fetchDevices().then(setDevices)

  /** Does what a button stands for, and says why it could not be done. */
  function act(work: () => Promise<void>) {
    setProblem(undefined)
    work().catch((error: Error) => setProblem(error.message))
  }

  useEffect(() => {
    fetchDevices().then(setDevices, ({ message }: Error) => setProblem(message))
  }, [])

  return (
    <Flex as="section" direction="column" aria-labelledby="your-devices">
      <Heading level={4} id="your-devices">
        Your devices
      </Heading>
      {devices?.length === 0 && <Text>None is remembered.</Text>}
      <ul className="devices">
        {devices?.map(({ id, name, lastAuthenticatedDate }) => (
          <li key={id}>
            <Text>{deviceName(name)}</Text>
            <Text variation="tertiary">Last sign-in {lastAuthenticatedDate?.toLocaleString()}</Text>
            <Button size="small" onClick={() => act(() => forgetDevice({ device: { id } }).then(show))}>
              Forget
            </Button>
          </li>
        ))}
      </ul>
      {problem && <Alert variation="error">{problem}</Alert>}
      <Flex>
        <Button variation="primary" onClick={() => act(() => rememberDevice().then(show))}>
          Remember this device
        </Button>
        {/* The server refuses to refresh its session any more. */}
        <Button onClick={() => act(() => forgetDevice().then(signOut))}>
          Forget this device and sign out
        </Button>
      </Flex>
    </Flex>
  )
}
