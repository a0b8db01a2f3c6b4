import type { FunctionComponent } from 'react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DeviceList, DeviceTimeline, RememberDevicePrompt, When } from './index.js'

/** As a framework that renders on the server does it: there is no window here, and nobody is signed in. */

const rendered = <Props extends object>(component: FunctionComponent<Props>, props: Props) =>
  renderToString(createElement(component, props))

test('a list and a timeline are rendered on a server as what they are: on their way', () => {
  expect(typeof window).toBe('undefined')
  expect(rendered(DeviceList, {})).toMatch(/aria-busy="true".*Your devices are loading\./)
  expect(rendered(DeviceTimeline, {})).toMatch(/aria-busy="true".*The timeline is loading\./)
})

test('the question is rendered whole', () => {
  const html = rendered(RememberDevicePrompt, { onDone: () => {} })
  expect(html).toMatch(/<h2[^>]*>Remember this device\?<\/h2>/)
  expect(html).not.toMatch(/checked=""/)
})

test('a time is rendered with its exact value', () => {
  expect(rendered(When, { date: new Date('2026-03-03T12:00:00Z') })).toMatch(
    /<time[^>]*dateTime="2026-03-03T12:00:00.000Z"/,
  )
})
