import {
  ActionMenu,
  Button,
  Checkbox,
  Chip,
  ConfirmDialog,
  DeviceIcon,
  DeviceList,
  DeviceTimeline,
  EmptyState,
  ErrorState,
  Field,
  LabelsProvider,
  Name,
  Notice,
  RememberDevicePrompt,
  Skeleton,
  StateChip,
  Switch,
  Tip,
  When,
} from '@latchkey/react'
import { type CSSProperties, type ReactNode, useState } from 'react'
import * as sample from './sample.js'

export type Story = { name: string; shows: ReactNode }

const usual = sample.source(sample.usual)
const leaving = sample.leaving()

/** An app's own look: the variables of theme.css, set on an element around the components. */
const theme = {
  '--lk-accent': 'light-dark(#7a2e8e, #e0a6f0)',
  '--lk-on-accent': 'light-dark(#ffffff, #2d0b37)',
  '--lk-radius': '2px',
  '--lk-radius-small': '2px',
  '--lk-surface': 'light-dark(#fffdf7, #211c24)',
  '--lk-font': 'Georgia, "Times New Roman", serif',
} as CSSProperties

const german = {
  locale: 'de',
  thisDevice: 'Dieses Gerät',
  otherDevices: 'Andere Geräte',
  lastUsed: 'Zuletzt benutzt',
  firstSeen: 'Zuerst gesehen am',
  forgetOthers: 'Alle anderen vergessen',
  showActivity: 'Verlauf',
  showActivityOf: (device: string) => `Verlauf von ${device}`,
  hoursAgo: (hours: number) => `vor ${hours} Std.`,
  daysAgo: (days: number) => (days === 1 ? 'vor 1 Tag' : `vor ${days} Tagen`),
  justNow: 'gerade eben',
  browserOnSystem: (browser: string, system: string) => `${browser} unter ${system}`,
  states: {
    issued: 'Neu',
    notRemembered: 'Nicht gemerkt',
    remembered: 'Gemerkt',
    forgotten: 'Vergessen',
  },
}

export const deviceStories: readonly Story[] = [
  { name: 'as usual', shows: <DeviceList headingLevel={3} source={usual} /> },
  { name: 'loading', shows: <DeviceList headingLevel={3} source={sample.loading} /> },
  {
    name: 'only this device',
    shows: <DeviceList headingLevel={3} source={sample.source([sample.laptop])} />,
  },
  { name: 'no devices', shows: <DeviceList headingLevel={3} source={sample.empty} /> },
  { name: 'the server is away', shows: <DeviceList headingLevel={3} source={sample.away} /> },
  { name: 'the server went away', shows: <DeviceList headingLevel={3} source={leaving} /> },
  { name: 'the server refuses', shows: <DeviceList headingLevel={3} source={sample.refused} /> },
  { name: 'what is done takes for ever', shows: <DeviceList headingLevel={3} source={sample.working} /> },
  { name: 'what is done fails', shows: <DeviceList headingLevel={3} source={sample.failing} /> },
  {
    name: 'names of all kinds',
    shows: <DeviceList headingLevel={3} source={sample.source(sample.hostileNames)} />,
  },
  {
    name: 'from right to left',
    shows: (
      <div dir="rtl">
        <DeviceList headingLevel={3} source={usual} />
      </div>
    ),
  },
  {
    name: 'in another look',
    shows: (
      <div style={theme}>
        <DeviceList headingLevel={3} source={usual} />
      </div>
    ),
  },
  {
    name: 'in other words',
    shows: (
      <LabelsProvider labels={german}>
        <DeviceList headingLevel={3} source={usual} />
      </LabelsProvider>
    ),
  },
]

const done = () => {}

export const promptStories: readonly Story[] = [
  {
    name: 'as it comes',
    shows: <RememberDevicePrompt headingLevel={3} source={{ remember: async () => {} }} onDone={done} />,
  },
  {
    name: 'what is done takes for ever',
    shows: (
      <RememberDevicePrompt
        headingLevel={3}
        source={sample.source([], { remember: () => new Promise(done) })}
        onDone={done}
      />
    ),
  },
  {
    name: 'what is done fails',
    shows: <RememberDevicePrompt headingLevel={3} source={sample.failing} onDone={done} />,
  },
]

export const timelineStories: readonly Story[] = [
  { name: 'of an account', shows: <DeviceTimeline source={usual} /> },
  { name: 'of one device', shows: <DeviceTimeline source={usual} deviceId="laptop" /> },
  { name: 'loading', shows: <DeviceTimeline source={sample.loading} /> },
  { name: 'empty', shows: <DeviceTimeline source={sample.empty} /> },
  { name: 'the server is away', shows: <DeviceTimeline source={sample.away} /> },
]

const row = (...children: ReactNode[]) => <div className="story-row">{children}</div>

export const pieceStories: readonly Story[] = [
  {
    name: 'Button',
    shows: row(
      <Button key="1">Secondary</Button>,
      <Button key="2" variant="primary">
        Primary
      </Button>,
      <Button key="3" variant="danger">
        Danger
      </Button>,
      <Button key="4" variant="quiet">
        Quiet
      </Button>,
      <Button key="5" size="small">
        Small
      </Button>,
      <Button key="6" isDisabled>
        Disabled
      </Button>,
      <Button key="7" variant="primary" isPending>
        Pending
      </Button>,
      <Tip key="8" text="A word more">
        <Button>With a tip</Button>
      </Tip>,
    ),
  },
  {
    name: 'StateChip, Chip',
    shows: row(
      <StateChip key="1" state="remembered" />,
      <StateChip key="2" state="notRemembered" />,
      <StateChip key="3" state="issued" />,
      <StateChip key="4" state="forgotten" />,
      <Chip key="5" tone="accent">
        This device
      </Chip>,
    ),
  },
  {
    name: 'DeviceIcon',
    shows: row(
      <DeviceIcon key="1" form="desktop" platform="macOS" />,
      <DeviceIcon key="2" form="desktop" platform="Windows" />,
      <DeviceIcon key="3" form="desktop" platform="Linux" />,
      <DeviceIcon key="4" form="phone" platform="iOS" />,
      <DeviceIcon key="5" form="phone" platform="Android" />,
      <DeviceIcon key="6" form="tablet" platform="Android" />,
      <DeviceIcon key="7" />,
    ),
  },
  {
    name: 'When',
    shows: row(
      <When key="1" date={new Date()} />,
      <When key="2" date={new Date(Date.now() - 2 * 3_600_000)} />,
      <When key="3" date={new Date(Date.now() - 30 * 3_600_000)} />,
      <When key="4" date={new Date('2026-03-03T12:00:00Z')} as="day" />,
      <When key="5" date={new Date('2026-03-03T12:00:00Z')} as="exact" />,
    ),
  },
  { name: 'Name', shows: <Name>{'A name that is far too long for its place. '.repeat(20)}</Name> },
  {
    name: 'Notice',
    shows: (
      <div className="story-column">
        <Notice tone="info">Something to know.</Notice>
        <Notice tone="ok">Something is done.</Notice>
        <Notice tone="warn">Something to take care of.</Notice>
        <Notice tone="danger" action={<Button size="small">Try again</Button>}>
          Something went wrong.
        </Notice>
      </div>
    ),
  },
  {
    name: 'Field, Checkbox, Switch',
    shows: (
      <div className="story-column">
        <Field label="Name of the device" description="As you would call it." />
        <Field label="Old password" type="password" error="That is not it." />
        <Checkbox>Remember this device</Checkbox>
        <Checkbox defaultSelected>Ticked</Checkbox>
        <Checkbox isDisabled>Not now</Checkbox>
        <Switch>Off</Switch>
        <Switch defaultSelected>On</Switch>
      </div>
    ),
  },
  {
    name: 'ActionMenu, ConfirmDialog',
    shows: row(
      <ActionMenu
        key="1"
        label="Actions for this story"
        actions={[
          { id: 'stop', label: 'Stop remembering', description: 'Next time, MFA is asked.', onAction: done },
          { id: 'forget', label: 'Forget and sign out', isDanger: true, onAction: done },
        ]}
      />,
      <Dialog key="2" />,
    ),
  },
  {
    name: 'EmptyState',
    shows: <EmptyState title="No devices yet">Each browser that you sign in on is listed here.</EmptyState>,
  },
  {
    name: 'ErrorState',
    shows: <ErrorState error={new Error('The server said why, in a sentence.')} onRetry={done} />,
  },
  {
    name: 'Skeleton',
    shows: row(
      <Skeleton key="1" width="2.5rem" height="2.5rem" isRound />,
      <Skeleton key="2" width="12rem" height="1.25rem" />,
    ),
  },
]

function Dialog() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>Ask</Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Forget “Office” and sign it out?"
        confirmLabel="Forget and sign out"
        onConfirm={async () => {}}
      >
        <p>Ends now: it is signed out at once, and it will be a new device at the next sign-in.</p>
      </ConfirmDialog>
    </>
  )
}
