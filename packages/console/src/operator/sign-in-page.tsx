import { Card } from '../shell/card.js'

export default function SignInPage() {
  return <Card title="Sign in">{null}</Card>
}
