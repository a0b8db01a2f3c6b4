/** What is wrong with an export file, in a sentence for whoever holds it. */
export class ExportFault extends Error {
  override readonly name = 'ExportFault'
}

export const OPERATORS_STAY =
  'The operators of a server do not move with its pools: latchkey operator add makes them on the other one.'
