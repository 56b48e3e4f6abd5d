export { type ClosableLog, createLogger, type LogOptions } from './create.ts';
export type { LineStyle } from './line.ts';
export type { Facts, Log, LogLevel } from './log.ts';
export type { LogFile } from './log-file.ts';
export { quietLog } from './quiet.ts';
