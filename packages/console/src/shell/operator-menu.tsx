import { Button } from '@latchkey/react'
import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useOperator, useSignOut } from '../operator/session.js'
import { Disclosure } from './disclosure.js'
import { Icon, type IconName } from './icons.js'
import { setTheme, type Theme, themes, useTheme } from './theme.js'

/** Who is signed in, and as what. */
export function OperatorMenu() {
  const { poolId } = useParams({ strict: false })
  const { name, role, roleIn } = useOperator()
  const signOut = useMutation({ mutationFn: useSignOut() })
  const shown = roleIn(poolId) ?? role ?? 'of some pools'
  return (
    <Disclosure
      className="operator"
      button={
        <>
          <span className="avatar" aria-hidden="true">
            {[...name][0]?.toUpperCase()}
          </span>
          <span className="operator-words">
            <span className="operator-name">{name}</span>
            <small>{shown}</small>
          </span>
          <Icon name="chevron" />
        </>
      }
    >
      {() => (
        <>
          <ThemeChoice />
          <Button onPress={() => signOut.mutate()} isPending={signOut.isPending}>
            Sign out
          </Button>
          {signOut.error && <p role="alert">{signOut.error.message}</p>}
        </>
      )}
    </Disclosure>
  )
}

const words: Record<Theme, [word: string, icon: IconName]> = {
  system: ['System', 'screen'],
  light: ['Light', 'sun'],
  dark: ['Dark', 'moon'],
}

function ThemeChoice() {
  const theme = useTheme()
  return (
    <fieldset className="choice">
      <legend>Theme</legend>
      {themes.map((one) => (
        <label key={one}>
          <input type="radio" name="theme" checked={one === theme} onChange={() => setTheme(one)} />
          <Icon name={words[one][1]} />
          {words[one][0]}
        </label>
      ))}
    </fieldset>
  )
}
