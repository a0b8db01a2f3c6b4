import './shell/shell.css'
import './account/account.css'
import { AccountPage } from './account/account-page.js'
import { addressOf } from './account/address.js'
import { Card } from './account/card.js'
import { applyTheme } from './shell/theme.js'

applyTheme()

const address = addressOf(new URL(window.location.href))

export const App = () =>
  typeof address === 'string' ? (
    <Card title="This address does not work">
      <p className="muted">{address}</p>
    </Card>
  ) : (
    <AccountPage address={address} />
  )
