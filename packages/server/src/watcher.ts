import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { starting } from './http/health.js'
import { answerWatcher } from './http/metrics-page.js'
import { listen } from './listen.js'
import type { Server } from './server.js'
import { type DatabaseConnections, type DatabaseWatch, type Metrics, noMetrics } from './telemetry/metrics.js'
import type { Tracing } from './telemetry/trace.js'
import type { TracingSettings } from './telemetry/tracing-settings.js'

/** Who watches a node: whoever asks for metrics, and whoever is sent traces. What nobody asks for is not even loaded. */

export type MetricsAddress = { host: string; port: number }

export type Watcher = {
  metrics: Metrics
  /** Undefined where nobody may ask: the times of statements are not even taken. */
  database: DatabaseWatch | undefined
  /** `http://127.0.0.1:9464`; undefined where nobody may ask. */
  url: string | undefined
  close(): Promise<void>
}

/** @param server undefined while it starts. */
export async function startWatcher(
  address: MetricsAddress | undefined,
  server: () => Server | undefined,
): Promise<Watcher> {
  if (!address) return { metrics: noMetrics, database: undefined, url: undefined, close: async () => {} }
  const { prometheus } = await import('./telemetry/prometheus.js')
  const counting = prometheus(version())
  let countConnections: (() => DatabaseConnections) | undefined
  const watched = {
    prometheus: counting,
    gauges: async () => server()?.gauges(),
    connections: () => countConnections?.(),
    checks: async () => server()?.checks() ?? starting(),
  }
  const listener = await listen({
    ...address,
    portOption: '--metrics-port',
    handler: (request) => answerWatcher(watched, request),
  })
  return {
    metrics: counting.metrics,
    database: {
      queryEnded: counting.metrics.queryEnded,
      connected(count) {
        countConnections = count
      },
    },
    url: listener.url,
    async close() {
      await listener.close(1000)
      counting.stop()
    },
  }
}

export async function startTracing(
  settings: TracingSettings | undefined,
  log: Logger,
): Promise<Tracing | undefined> {
  if (!settings) return undefined
  const { openTelemetry } = await import('./telemetry/open-telemetry.js')
  return openTelemetry(settings, version(), log)
}

const version = (): string =>
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
