export { createLogger } from './create.ts';
export type { Log } from './log.ts';
export { quietLog } from './quiet.ts';
