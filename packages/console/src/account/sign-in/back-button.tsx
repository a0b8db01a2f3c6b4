import { Button } from '@latchkey/react'

export const BackButton = ({ onPress, children = 'Back' }: { onPress: () => void; children?: string }) => (
  <Button variant="quiet" onPress={onPress}>
    {children}
  </Button>
)
