import {
  type AuthDevice,
  configure,
  confirmSignIn,
  fetchDevices,
  forgetDevice,
  getCurrentUser,
  rememberDevice,
  signIn,
  signOut,
} from '@latchkey/auth'

/** The smallest app with devices in it: sign in, remember this device, see all of them, forget one. */

const $ = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind

const screens = ['sign-in', 'code', 'home'].map((id) => $(id))
let remembers = false

function show(id: string): void {
  for (const screen of screens) screen.hidden = screen.id !== id
}

/** Does what a button stands for, and says why it could not be done. */
async function act(work: () => Promise<void>): Promise<void> {
  $('error').textContent = ''
  try {
    await work()
  } catch (error) {
    $('error').textContent = error instanceof Error ? error.message : String(error)
  }
}

function onSubmit(id: string, work: (fields: FormData) => Promise<void>): void {
  const form = $<HTMLFormElement>(id)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const fields = new FormData(form)
    form.reset()
    act(() => work(fields))
  })
}

onSubmit('sign-in', async (fields) => {
  remembers = fields.has('remember')
  const username = String(fields.get('username'))
  const { isSignedIn } = await signIn({ username, password: String(fields.get('password')) })
  if (isSignedIn) await arrive()
  else show('code')
})

onSubmit('code', async (fields) => {
  await confirmSignIn({ challengeResponse: String(fields.get('code')) })
  await arrive()
})

$('sign-out').addEventListener('click', () =>
  act(async () => {
    await signOut()
    show('sign-in')
  }),
)

async function arrive(): Promise<void> {
  if (remembers) await rememberDevice()
  remembers = false
  await home()
}

async function home(): Promise<void> {
  const { username } = await getCurrentUser()
  $('user').textContent = username
  $('devices').replaceChildren(...(await fetchDevices()).map(item))
  show('home')
}

function item(device: AuthDevice): HTMLLIElement {
  const line = document.createElement('li')
  line.append(device.isCurrent ? `${device.name} (this device)` : String(device.name))
  const button = document.createElement('button')
  button.textContent = 'Forget'
  button.addEventListener('click', () =>
    act(async () => {
      await forgetDevice({ device: { id: device.id } })
      await home()
    }),
  )
  line.append(button)
  return line
}

configure(await (await fetch('/pool.json')).json())
await home().catch(() => show('sign-in'))
