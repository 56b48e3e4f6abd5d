export { createDocumentCounters, recognisedFormats } from './count.ts';
export { countFile } from './count-file.ts';
export type * from './counter.ts';
export type { Format } from './format.ts';
export { formats } from './formats.ts';
export { defaultCountLimits } from './limits.ts';
