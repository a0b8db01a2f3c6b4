import type { ReportDeviceOutput, TrackedDevice } from '@latchkey/auth/latchkey'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLabels } from '../labels.js'
import { Announcer, useAnnouncer } from '../loading/announcer.js'
import { isUnreachable } from '../loading/use-loaded.js'
import { Button } from '../pieces/button.js'
import { EmptyState } from '../pieces/empty-state.js'
import { ErrorState, sentenceOf } from '../pieces/error-state.js'
import { Notice, StaleNotice } from '../pieces/notice.js'
import { Skeleton } from '../pieces/skeleton.js'
import { Title, TitlesBelow, TitlesFrom } from '../pieces/title.js'
import { type Question, QuestionDialog } from './device-questions.js'
import { DeviceRow } from './device-row.js'
import { type DeviceSource, signedInUser } from './device-source.js'
import { quoted } from './device-words.js'
import { useDevices } from './use-devices.js'

export type DeviceListProps = {
  /** Default: the user who is signed in with @latchkey/auth. */
  source?: DeviceSource
  /** After "This wasn’t me": show a form for another password, unless the user has none. */
  onReported?: (passwordChange: ReportDeviceOutput['passwordChange'], device: TrackedDevice) => void
  /** Instead of the sentence that there are none. */
  whenEmpty?: ReactNode
  /** Of its first titles among the headings of the page. Default: 2. */
  headingLevel?: 1 | 2 | 3 | 4
}

/** The devices of the user, this one first, and what can be done with them. */
export const DeviceList = ({ headingLevel = 2, ...props }: DeviceListProps) => (
  <TitlesFrom level={headingLevel}>
    <Devices {...props} />
  </TitlesFrom>
)

function Devices({ source = signedInUser, onReported, whenEmpty }: Omit<DeviceListProps, 'headingLevel'>) {
  const labels = useLabels()
  const { devices, error, reload, working, work } = useDevices(source)
  const [question, setQuestion] = useState<Question>()
  const [failure, setFailure] = useState<unknown>()
  const [said, say] = useAnnouncer()
  const list = useFocusWhenLost(question !== undefined)

  const deeds = {
    async rename(device: TrackedDevice, name: string) {
      await work([device], () => source.rename(device, name))
      say(labels.renamed(name))
    },
    async setRemembered(device: TrackedDevice, isRemembered: boolean) {
      setFailure(undefined)
      try {
        await work([device], () => (isRemembered ? source.remember() : source.stopRemembering()))
        say(isRemembered ? labels.remembered : labels.stoppedRemembering)
      } catch (error) {
        setFailure(error)
      }
    },
    askToForget: (device: TrackedDevice) => setQuestion({ about: 'forget', device }),
    askToReport: (device: TrackedDevice) => setQuestion({ about: 'report', device }),
  }

  async function answer(question: Question, includeThisDevice: boolean) {
    if (question.about === 'others') {
      const count = await work(question.devices, () => source.forgetOthers(includeThisDevice))
      return say(labels.forgottenOthers(count))
    }
    const { device } = question
    if (question.about === 'forget') {
      await work([device], () => source.forget(device))
      return say(labels.forgotten(quoted(device, labels)))
    }
    const passwordChange = await work([device], () => source.report(device))
    say(labels.reported(quoted(device, labels)))
    onReported?.(passwordChange, device)
  }

  if (!devices) return error ? <ErrorState error={error} onRetry={() => void reload()} /> : <LoadingDevices />
  const [own, others] = [
    devices.filter(({ isCurrent }) => isCurrent),
    devices.filter(({ isCurrent }) => !isCurrent),
  ]
  const open = others.filter(({ state }) => state !== 'forgotten')
  const row = (device: TrackedDevice) => (
    <DeviceRow
      key={device.id}
      device={device}
      source={source}
      isWorking={working.has(device.id)}
      deeds={deeds}
    />
  )

  return (
    <div ref={list} className="lk-devices" tabIndex={-1}>
      <Announcer said={said} />
      {!isUnreachable(error) && error !== undefined && (
        <Notice tone="danger">{sentenceOf(error, labels)}</Notice>
      )}
      {failure !== undefined && <Notice tone="danger">{sentenceOf(failure, labels)}</Notice>}
      {devices.length === 0 &&
        (whenEmpty ?? <EmptyState title={labels.noDevices}>{labels.noDevicesText}</EmptyState>)}
      {own.length > 0 && (
        <ul className="lk-device-rows" aria-label={labels.thisDevice}>
          {own.map(row)}
        </ul>
      )}
      {devices.length > 0 && (
        <div className="lk-devices-head">
          <Title className="lk-devices-title">{labels.otherDevices}</Title>
          {open.length > 0 && (
            <Button size="small" onPress={() => setQuestion({ about: 'others', devices: open })}>
              {labels.forgetOthers}
            </Button>
          )}
        </div>
      )}
      {devices.length > 0 && others.length === 0 && (
        <p className="lk-devices-none">{labels.noOtherDevices}</p>
      )}
      {others.length > 0 && (
        <ul className="lk-device-rows" aria-label={labels.otherDevices}>
          <TitlesBelow>{others.map(row)}</TitlesBelow>
        </ul>
      )}
      {isUnreachable(error) && <StaleNotice>{labels.reconnecting}</StaleNotice>}
      <QuestionDialog question={question} onClose={() => setQuestion(undefined)} onAnswer={answer} />
    </div>
  )
}

/** What asked a question may be gone when it is answered, with its row: whoever had the focus there goes on in the list. */
function useFocusWhenLost(isAsking: boolean) {
  const list = useRef<HTMLDivElement>(null)
  const wasAsking = useRef(false)
  useEffect(() => {
    const isAnswered = wasAsking.current && !isAsking
    wasAsking.current = isAsking
    if (isAnswered) return whenDrawn(() => document.activeElement === document.body && list.current?.focus())
  }, [isAsking])
  return list
}

/** The dialog gives the focus back, where it can, before the next frame. */
function whenDrawn(run: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(run)
  })
  return () => cancelAnimationFrame(frame)
}

function LoadingDevices() {
  const { devicesLoading } = useLabels()
  return (
    <div className="lk-devices" aria-busy="true">
      <p className="lk-hidden">{devicesLoading}</p>
      <div className="lk-device-rows">
        {[14, 11, 16].map((width) => (
          <div key={width} className="lk-device">
            <Skeleton width="2.5rem" height="2.5rem" />
            <div className="lk-device-main">
              <div className="lk-device-title">
                <Skeleton width={`${width}rem`} height="1.25rem" />
              </div>
              <p className="lk-facts">
                <Skeleton width="15rem" height="0.875rem" />
              </p>
              <p className="lk-facts">
                <Skeleton width="18rem" height="0.875rem" />
              </p>
            </div>
            <div className="lk-device-side">
              <Skeleton width="6rem" height="1.25rem" />
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}
