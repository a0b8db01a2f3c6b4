import type { World } from '../operation.js'

/** Where requests are traced; undefined in a world where nobody asked for it. */
export type Tracing = {
  /** Goes on with the trace in the headers, or begins one. */
  begin(operation: string, headers: Pick<Headers, 'get'>, requestId: string): Trace
  /** Sends what was not sent yet, and gives up after a while. */
  stop(): Promise<void>
}

/** One request of a trace. */
export type Trace = {
  /** What its log lines carry, by the names that OpenTelemetry gives them in logs. */
  ids: { trace_id: string; span_id: string }
  /** The same world; what takes time in it is told to the trace. */
  through(world: World): World
  /** @param outcome `ok`, or the name of the error. */
  end(outcome: string, status: number): void
}
