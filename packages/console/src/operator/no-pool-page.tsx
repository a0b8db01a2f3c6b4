import { Button } from '@latchkey/react'
import { Card } from '../shell/card.js'
import { useOperator, useSignOut } from './session.js'

/** Signed in, and an operator of nothing. */
export default function NoPoolPage() {
  const { name } = useOperator()
  const signOut = useSignOut()
  return (
    <Card title="You are an operator of no pool">
      <p>
        You are signed in as <strong className="name">{name}</strong>, and no pool is yours to look after. An
        operator with the role admin can change that, in the pool of the operators.
      </p>
      <Button variant="primary" onPress={() => signOut()}>
        Sign out
      </Button>
    </Card>
  )
}
