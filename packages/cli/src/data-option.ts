import type { Option } from './command.js'

export const DEFAULT_DATA = '.latchkey'

export const dataOption: Option = { value: 'DIR', default: DEFAULT_DATA, summary: 'the data folder' }
