export { type Checked, checkRequest } from './check-request.js'
export { type CheckedShape, type CheckShapeOptions, checkShape, type Violation } from './check-shape.js'
export type * from './generated/types.js'
export {
  isLatchkeyOperation,
  isOperationName,
  isSignedOperation,
  type OperationFacts,
  operationFacts,
  operationNames,
} from './operation-facts.js'
export { isStorable } from './scalar.js'
