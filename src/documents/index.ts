export { createDocumentCounters } from './count.ts';
export { countFile } from './count-file.ts';
export type * from './counter.ts';
export { defaultCountLimits } from './limits.ts';
export { TurnPusher } from './turn-pusher.ts';
