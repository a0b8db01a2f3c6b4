import '@latchkey/react/theme.css'
import '@latchkey/react/components.css'
import { configure, signIn } from '@latchkey/auth'
import { DeviceList, DeviceTimeline, RememberDevicePrompt } from '@latchkey/react'
import { createElement, StrictMode, useState, version } from 'react'
import { createRoot } from 'react-dom/client'

/** An app on React 18 with the components of @latchkey/react in it. */

declare global {
  interface Window {
    startWith(config: Parameters<typeof configure>[0], user: Parameters<typeof signIn>[0]): Promise<void>
  }
}

function App() {
  const [isAsked, setAsked] = useState(true)
  return createElement(
    'main',
    null,
    createElement('p', null, `React ${version}`),
    isAsked && createElement(RememberDevicePrompt, { onDone: () => setAsked(false) }),
    createElement(DeviceList),
    createElement(DeviceTimeline),
  )
}

window.startWith = async (config, user) => {
  configure(config)
  await signIn(user)
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(createElement(StrictMode, null, createElement(App)))
}
