import { DiagLogLevel, diag } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import { soonEnough } from '../soon-enough.js'
import type { Tracing } from './trace.js'
import { tracingWith } from './tracing.js'
import type { TracingSettings } from './tracing-settings.js'

/** Loaded only where traces are asked for. */

/**
 * Sends spans by OTLP over HTTP. Where to, and with which headers, the exporter reads from the environment by itself:
 * `OTEL_EXPORTER_OTLP_…`; and the resource `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`.
 */
export function openTelemetry(settings: TracingSettings, version: string, log: Logger): Tracing {
  const { timeoutMilliseconds: timeoutMillis } = settings
  // Its own words about a collector that is away, and never a span.
  diag.setLogger(diagnosticsTo(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const named = resourceFromAttributes({ 'service.name': 'latchkey', 'service.version': version })
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(settings),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ timeoutMillis }) })],
  })
  const tracer = provider.getTracer('@latchkey/server', version)
  return tracingWith(tracer, { continues: settings.continues }, async () => {
    await soonEnough(provider.shutdown(), timeoutMillis)
  })
}

function samplerOf({ sampler, ratio }: TracingSettings): Sampler {
  const root = { always_on: () => new AlwaysOnSampler(), always_off: () => new AlwaysOffSampler() }
  switch (sampler) {
    case 'always_on':
    case 'always_off':
      return root[sampler]()
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio)
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: root.always_on() })
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: root.always_off() })
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) })
  }
}

function diagnosticsTo(log: Logger) {
  const say = (message: string) =>
    log.warn({ openTelemetry: message.slice(0, 500) }, 'traces could not be sent')
  const nothing = () => {}
  return { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing }
}
