// The form in which the generated model states its facts. The facts are the service's; only the form is ours.

/** Smallest and largest length (of strings, lists, maps, blobs) or value (of integers). */
export interface Bounds {
  readonly min?: number
  readonly max?: number
}

export interface TextShape extends Bounds {
  readonly type: 'string'
  /** Must match the whole string. */
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: true
}

export interface NumberShape extends Bounds {
  readonly type: 'integer' | 'long'
}

export interface BlobShape extends Bounds {
  readonly type: 'blob'
}

export interface FreeShape {
  readonly type: 'boolean' | 'timestamp'
}

export type ScalarShape = TextShape | NumberShape | BlobShape | FreeShape

/** Any JSON value: the service passes it on unread. */
export interface DocumentShape {
  readonly type: 'document'
}

export interface ListShape extends Bounds {
  readonly type: 'list'
  readonly member: string
}

/** Keys and values are scalars. */
export interface MapShape extends Bounds {
  readonly type: 'map'
  readonly key: string
  readonly value: string
  readonly sensitive?: true
}

export interface StructureShape {
  readonly type: 'structure'
  /** Member to shape, in the order of the model; `!` at the end of the shape's name means required. */
  readonly members: Readonly<Record<string, string>>
  readonly sensitive?: true
}

export type Shape = ScalarShape | DocumentShape | ListShape | MapShape | StructureShape

export interface OperationEntry {
  readonly signed: boolean
  /** Codes without the ending `Exception`, separated by spaces. */
  readonly errors: string
  /** An operation that Cognito does not have. */
  readonly ours?: true
}
