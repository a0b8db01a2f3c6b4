/** What the environment says of traces. Source: OpenTelemetry, "Environment Variable Specification". */

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

export type TracingSettings = {
  sampler: (typeof samplers)[number]
  /** Of traces, from 0 to 1. */
  ratio: number
  /** Whether traces that callers began are gone on with. */
  continues: boolean
  /** For one attempt to send spans, and for the last one at the stop. */
  timeoutMilliseconds: number
}

/** Undefined where nobody asked for traces. Throws an Error that names what is asked for and is not there. */
export function tracingSettingsOf(env: NodeJS.ProcessEnv): TracingSettings | undefined {
  if (!isAskedFor(env)) return undefined
  refuseOtherProtocols(env)
  const sampler = env.OTEL_TRACES_SAMPLER || 'parentbased_always_on'
  const known = samplers.find((name) => name === sampler)
  if (!known) throw refusal('OTEL_TRACES_SAMPLER', sampler, `one of ${samplers.join(', ')}`)
  const propagators = (env.OTEL_PROPAGATORS || 'tracecontext').split(',').map((name) => name.trim())
  return {
    sampler: known,
    ratio: ratioOf(env.OTEL_TRACES_SAMPLER_ARG),
    continues: propagators.includes('tracecontext'),
    timeoutMilliseconds: timeoutOf(env),
  }
}

/** An empty value is as good as none, says the specification. */
function isAskedFor(env: NodeJS.ProcessEnv): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false
  const exporter = env.OTEL_TRACES_EXPORTER || undefined
  if (exporter === 'none') return false
  if (exporter !== undefined && exporter !== 'otlp')
    throw refusal('OTEL_TRACES_EXPORTER', exporter, 'otlp or none')
  return Boolean(exporter ?? (env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT))
}

/** Collectors take JSON where they take protobuf, at port 4318; gRPC is at another one. */
function refuseOtherProtocols(env: NodeJS.ProcessEnv): void {
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    const protocol = env[name] || 'http/json'
    if (protocol === 'grpc')
      throw refusal(name, protocol, 'http/json or http/protobuf, which is sent as JSON')
  }
}

function ratioOf(text: string | undefined): number {
  if (!text) return 1
  const ratio = Number(text)
  if (ratio >= 0 && ratio <= 1) return ratio
  throw refusal('OTEL_TRACES_SAMPLER_ARG', text, 'a number from 0 to 1')
}

/** The specification says ten seconds, which would hold up every stop for as long when the collector is away. */
const TIMEOUT_MILLISECONDS = 3000

function timeoutOf(env: NodeJS.ProcessEnv): number {
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT']) {
    const text = env[name] || undefined
    if (text === undefined) continue
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
    throw refusal(name, text, 'a number of milliseconds, at most 999999')
  }
  return TIMEOUT_MILLISECONDS
}

const refusal = (name: string, value: string, wanted: string) =>
  new Error(`${name} must be ${wanted}; it is ${JSON.stringify(value)}.`)
