import {
  type Context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { World } from '../operation.js'
import type { Trace, Tracing } from './trace.js'

/**
 * Spans of OpenTelemetry. What a request does is made spans of by the world that its operation is given, not by what is
 * active in some async context: that would cost every promise of the server.
 */
export function tracingWith(
  tracer: Tracer,
  options: { continues: boolean },
  stop: () => Promise<void>,
): Tracing {
  return {
    begin(operation, headers, requestId) {
      const parent = options.continues ? parentIn(headers) : undefined
      const outer = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
      const span = tracer.startSpan(
        operation,
        { kind: SpanKind.SERVER, attributes: ofRequest(operation, requestId) },
        outer,
      )
      return traceOf(tracer, span, trace.setSpan(ROOT_CONTEXT, span))
    },
    stop,
  }
}

/** Source: OpenTelemetry semantic conventions for HTTP spans and for AWS SDK spans. Nothing that tells a person. */
const ofRequest = (operation: string, requestId: string) => ({
  'http.request.method': 'POST',
  'url.path': '/',
  'rpc.system': 'aws-api',
  'rpc.service': 'CognitoIdentityProvider',
  'rpc.method': operation,
  'aws.request_id': requestId,
})

function traceOf(tracer: Tracer, span: Span, context: Context): Trace {
  const { traceId, spanId } = span.spanContext()
  const child: Child = (name, kind, work) => inSpan(tracer.startSpan(name, { kind }, context), work)
  return {
    ids: { trace_id: traceId, span_id: spanId },
    through: (world) => ({
      ...world,
      ...(span.isRecording() ? traced(world, child) : forwarded(world, span)),
    }),
    end(outcome, status) {
      span.setAttribute('http.response.status_code', status)
      if (outcome !== 'ok') span.setAttribute('error.type', outcome)
      // What a client did wrong is no error of a server's span. Source: semantic conventions for HTTP spans, "Status".
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}

type Child = <Result>(name: string, kind: SpanKind, work: (span: Span) => Promise<Result>) => Promise<Result>

async function inSpan<Result>(span: Span, work: (span: Span) => Promise<Result>): Promise<Result> {
  try {
    return await work(span)
  } catch (error) {
    // Not the message: it may quote what a request held.
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown')
    throw error
  } finally {
    span.end()
  }
}

type Slow = Pick<World, 'transaction' | 'transactionOf' | 'srp' | 'triggers'>

/** What takes time, each as a span of its own. */
const traced = ({ transaction, transactionOf, srp, triggers }: Slow, child: Child): Slow => ({
  transactionOf: (owner, work) => child('transaction', SpanKind.CLIENT, () => transactionOf(owner, work)),
  transaction: (work) => child('transaction', SpanKind.CLIENT, () => transaction(work)),
  srp: {
    challenge: (...given) => child('SRP challenge', SpanKind.INTERNAL, async () => srp.challenge(...given)),
    sessionKey: (...given) =>
      child('SRP session key', SpanKind.INTERNAL, async () => srp.sessionKey(...given)),
    verifier: (...given) => child('SRP verifier', SpanKind.INTERNAL, async () => srp.verifier(...given)),
  },
  triggers: {
    ...triggers,
    invoke: (target, event, id) =>
      child(`trigger ${event.triggerSource}`, SpanKind.CLIENT, async (span) => {
        const invoked = await triggers.invoke(target, event, id, headersOf(span.spanContext()))
        if (invoked.outcome !== 'answered') span.setAttribute('error.type', invoked.outcome)
        return invoked
      }),
  },
})

/** A request that is not sampled: whoever is asked is told so (W3C Trace Context, 3.2.2.5.1). */
const forwarded = ({ triggers }: Slow, span: Span): Pick<Slow, 'triggers'> => ({
  triggers: {
    ...triggers,
    invoke: (target, event, id) => triggers.invoke(target, event, id, headersOf(span.spanContext())),
  },
})

const TRACEPARENT = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** What a caller's headers say; undefined when they say nothing, or nothing that holds. */
export function parentIn(headers: Pick<Headers, 'get'>): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] =
    TRACEPARENT.exec(headers.get('traceparent')?.trim() ?? '') ?? []
  // W3C Trace Context, 3.2.2: only versions to come may have more.
  if (version === '00' && more !== undefined) return undefined
  const state = headers.get('tracestate')
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    // 3.3.1.1 asks for 512 characters at least; what does not hold there is dropped by itself.
    ...(state !== null && state.length <= 512 && { traceState: createTraceState(state) }),
  }
  return isSpanContextValid(context) ? context : undefined
}

/** W3C Trace Context, for whoever is asked next. */
export function headersOf({ traceId, spanId, traceFlags, traceState }: SpanContext): Record<string, string> {
  const state = traceState?.serialize()
  const flags = (traceFlags & 1).toString(16).padStart(2, '0')
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(state && { tracestate: state }) }
}
