/** What an event is about; plain values only, never document content, passwords or tokens. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * One line an event. The event is a short fixed phrase ("job accepted"), everything that varies is in the facts, so that
 * lines can be searched and counted.
 */
export interface Log {
  error(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  info(event: string, facts?: Facts): void;
  debug(event: string, facts?: Facts): void;
  /** A log whose lines all carry `jobId`. */
  forJob(jobId: number): Log;
  /** A log whose lines all carry `printer`. */
  forPrinter(name: string): Log;
  /** Whether lines of this level are written: ask before facts that are dear to make. */
  isOn(level: LogLevel): boolean;
}

/** Most important first. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];
