import type { Log } from './log.ts';

/** A log that drops everything: for tests and for commands that have nothing to tell. */
export const quietLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  forJob: () => quietLog,
  forPrinter: () => quietLog,
  isOn: () => false,
};
