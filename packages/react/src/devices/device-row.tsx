import type { TrackedDevice } from '@latchkey/auth/latchkey'
import { useEffect, useId, useRef, useState } from 'react'
import { useLabels } from '../labels.js'
import { type Action, ActionMenu } from '../pieces/action-menu.js'
import { Button } from '../pieces/button.js'
import { DeviceIcon } from '../pieces/device-icon.js'
import { Name } from '../pieces/name.js'
import { Chip, StateChip } from '../pieces/state-chip.js'
import { Title } from '../pieces/title.js'
import { When } from '../pieces/when.js'
import { DeviceTimeline } from '../timeline/device-timeline.js'
import type { DeviceSource } from './device-source.js'
import { nameOf, quoted, softwareOf } from './device-words.js'
import { RenameDeviceForm } from './rename-device-form.js'

export type DeviceDeeds = {
  rename: (device: TrackedDevice, name: string) => Promise<unknown>
  setRemembered: (device: TrackedDevice, isRemembered: boolean) => void
  askToForget: (device: TrackedDevice) => void
  askToReport: (device: TrackedDevice) => void
}

type Props = {
  device: TrackedDevice
  source: DeviceSource
  /** Something is being done with it. */
  isWorking: boolean
  deeds: DeviceDeeds
}

export function DeviceRow({ device, source, isWorking, deeds }: Props) {
  const labels = useLabels()
  const [isRenaming, setRenaming] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const renameButton = useFocusAfter(isRenaming)
  const activity = useId()
  const isForgotten = device.state === 'forgotten'
  const label = quoted(device, labels)

  return (
    <li
      className={isForgotten ? 'lk-device lk-device-forgotten' : 'lk-device'}
      data-working={isWorking || undefined}
      aria-busy={isWorking}
    >
      <DeviceIcon form={device.form} platform={device.platform} />
      <div className="lk-device-main">
        {isRenaming ? (
          <RenameDeviceForm
            device={device}
            onSave={(name) => deeds.rename(device, name)}
            onClose={() => setRenaming(false)}
          />
        ) : (
          <div className="lk-device-title">
            <Title className="lk-device-name">
              <Name>{nameOf(device, labels)}</Name>
            </Title>
            {!isForgotten && (
              <Button
                ref={renameButton}
                variant="quiet"
                size="small"
                isIcon
                aria-label={labels.renameDevice(label)}
                isDisabled={isWorking}
                onPress={() => setRenaming(true)}
              >
                <svg
                  className="lk-icon lk-icon-small"
                  viewBox="0 0 24 24"
                  aria-hidden="true"
                  focusable="false"
                >
                  <path d="m4 20 .9-4.2L16.2 4.5a1.8 1.8 0 0 1 2.5 0l.8.8a1.8 1.8 0 0 1 0 2.5L8.2 19.1 4 20Z" />
                </svg>
              </Button>
            )}
            {device.isCurrent && <Chip tone="accent">{labels.thisDevice}</Chip>}
          </div>
        )}
        <DeviceFacts device={device} />
      </div>
      <div className="lk-device-side">
        <StateChip state={device.state} />
      </div>
      {!isForgotten && (
        <div className="lk-device-menu">
          <ActionMenu
            label={labels.actionsFor(label)}
            isDisabled={isWorking}
            actions={actionsOf(device, deeds, labels)}
          />
        </div>
      )}
      <div className="lk-device-activity">
        <Button
          variant="quiet"
          size="small"
          aria-label={labels.showActivityOf(label)}
          aria-expanded={isOpen}
          {...(isOpen && { 'aria-controls': activity })}
          onPress={() => setOpen(!isOpen)}
        >
          <svg
            className="lk-icon lk-icon-small lk-chevron"
            viewBox="0 0 24 24"
            aria-hidden="true"
            focusable="false"
          >
            <path d="m9 6 6 6-6 6" />
          </svg>
          {labels.showActivity}
        </Button>
        {isOpen && (
          <div id={activity} className="lk-device-timeline">
            <DeviceTimeline deviceId={device.id} source={source} pageSize={20} />
          </div>
        )}
      </div>
    </li>
  )
}

/** Where the focus goes when what had it is gone. */
function useFocusAfter(isBusy: boolean) {
  const button = useRef<HTMLButtonElement>(null)
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !isBusy) button.current?.focus()
    wasBusy.current = isBusy
  }, [isBusy])
  return button
}

function DeviceFacts({ device }: { device: TrackedDevice }) {
  const labels = useLabels()
  const { place, ipAddress, lastAuthenticatedDate, firstTrackedDate } = device
  const software = softwareOf(device, labels)
  return (
    <>
      <p className="lk-facts">
        {software !== undefined && software !== nameOf(device, labels) && <span>{software}</span>}
        {place && (
          <span>
            {place} ({labels.approximate})
          </span>
        )}
        {ipAddress && <span>{ipAddress}</span>}
      </p>
      <p className="lk-facts">
        {lastAuthenticatedDate && (
          <span>
            {labels.lastUsed} <When date={lastAuthenticatedDate} />
          </span>
        )}
        {firstTrackedDate && (
          <span>
            {labels.firstSeen} <When date={firstTrackedDate} as="day" />
          </span>
        )}
      </p>
    </>
  )
}

function actionsOf(
  device: TrackedDevice,
  deeds: DeviceDeeds,
  labels: ReturnType<typeof useLabels>,
): Action[] {
  const { isCurrent, isRemembered } = device
  const remembering: Action = isRemembered
    ? {
        id: 'stop',
        label: labels.stopRemembering,
        description: labels.stopRememberingText,
        onAction: () => deeds.setRemembered(device, false),
      }
    : {
        id: 'remember',
        label: labels.remember,
        description: labels.rememberText,
        onAction: () => deeds.setRemembered(device, true),
      }
  return [
    ...(isCurrent ? [remembering] : []),
    ...(isCurrent
      ? []
      : [
          {
            id: 'report',
            label: labels.report,
            description: labels.reportText,
            onAction: () => deeds.askToReport(device),
          },
        ]),
    {
      id: 'forget',
      label: labels.forget,
      description: labels.forgetText,
      isDanger: true,
      onAction: () => deeds.askToForget(device),
    },
  ]
}
