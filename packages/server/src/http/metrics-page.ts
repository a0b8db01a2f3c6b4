import type { DatabaseConnections, Gauges } from '../telemetry/metrics.js'
import type { Prometheus } from '../telemetry/prometheus.js'
import { alive, type Checks, readiness } from './health.js'

/**
 * What is answered where metrics are asked for: on a port of its own, since they tell strangers how many passwords
 * were wrong.
 */
export type Watched = {
  prometheus: Prometheus
  /** Undefined while the server starts. */
  gauges(): Promise<Gauges | undefined>
  /** Undefined where there is one connection, which nobody waits for. */
  connections(): DatabaseConnections | undefined
  checks(): Promise<Checks>
}

export async function answerWatcher(
  { prometheus, gauges, connections, checks }: Watched,
  request: Request,
): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
  if (pathname === '/healthz') return alive()
  if (pathname === '/readyz') return readiness(await checks())
  if (pathname !== '/metrics') return new Response(null, { status: 404 })
  // What cannot be looked up now is left out: the rest is wanted most when the database is away.
  const text = await prometheus.text(await gauges().catch(() => undefined), connections())
  return new Response(text, {
    headers: { 'content-type': prometheus.contentType, 'cache-control': 'no-store' },
  })
}
