/** What is wrong with an export file, in a sentence for whoever holds it. */
export class ExportFault extends Error {
  override readonly name = 'ExportFault'
}
