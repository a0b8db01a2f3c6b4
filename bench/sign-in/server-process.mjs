// @ts-check
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { serve } from '@latchkey/server'
import { nodeEngineChoice } from '@latchkey/srp/node'
import { answer, cpuMilliseconds } from '../shared/answer.mjs'

/** The server as  latchkey serve  runs it in production: a log line for each request, TCP, a database on disk. */

/** @type {{ folder: string }} */
const { folder } = JSON.parse(process.argv[2] ?? '{}')

const RESOLUTION_MILLISECONDS = 1
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS })
const serving = await serve({ host: '127.0.0.1', port: 0, data: folder })

answer(
  {
    url() {
      // It is chosen once in a process: figures of the other engine would be those of another server.
      const { fault } = nodeEngineChoice()
      if (fault !== undefined) throw new Error(`Not measured, since SRP is slow here: ${fault}`)
      return serving.url
    },
    cpu: () => cpuMilliseconds(),
    memory: () => process.memoryUsage.rss(),
    watchEventLoop() {
      delay.reset()
      delay.enable()
    },
    /** Milliseconds that 99 of 100 timers are late at most. What is recorded is their distance. */
    eventLoopDelay() {
      delay.disable()
      return delay.percentile(99) / 1e6 - RESOLUTION_MILLISECONDS
    },
  },
  () => serving.close(),
)
