import { once } from 'node:events';
import { createLogger as createWinston, format, type Logger, transports } from 'winston';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import { formatLine, type LineStyle, type LogEvent } from './line.ts';
import { type Facts, type Log, type LogLevel, logLevels } from './log.ts';
import { type LogFile, LogFileStream } from './log-file.ts';

export interface LogOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Where lines go: process.stderr in the server, so that stdout stays with the words for people. */
  readonly stream: NodeJS.WritableStream;
  readonly style: LineStyle;
  /** Written as well, always as JSON lines. */
  readonly file?: LogFile;
}

export interface ClosableLog extends Log {
  /** Resolves when every line has left. */
  close(): Promise<void>;
}

export function createLogger(options: LogOptions): ClosableLog {
  const winston = createWinston({
    level: options.level,
    levels: Object.fromEntries(logLevels.map((level, rank) => [level, rank])),
    transports: transportsOf(options),
  });
  const life: LogLife = { closed: false };
  const log = new SubjectLog({ winston, life }, options, {});
  return Object.assign(log, {
    close: async (): Promise<void> => {
      const finished = once(winston, 'finish');
      life.closed = true;
      winston.end();
      await finished;
    },
  });
}

interface LogLife {
  closed: boolean;
}

/** Shared by the logs of all subjects. */
interface Sink {
  readonly winston: Logger;
  readonly life: LogLife;
}

class SubjectLog implements Log {
  readonly #winston: Logger;
  readonly #life: LogLife;
  readonly #options: LogOptions;
  readonly #subject: Facts;
  /** Ranks of levels above this one are not written. */
  readonly #rank: number;

  constructor({ winston, life }: Sink, options: LogOptions, subject: Facts) {
    this.#winston = winston;
    this.#life = life;
    this.#options = options;
    this.#subject = subject;
    this.#rank = logLevels.indexOf(options.level);
  }

  error(event: string, facts?: Facts): void {
    this.#write('error', event, facts);
  }

  warn(event: string, facts?: Facts): void {
    this.#write('warn', event, facts);
  }

  info(event: string, facts?: Facts): void {
    this.#write('info', event, facts);
  }

  debug(event: string, facts?: Facts): void {
    this.#write('debug', event, facts);
  }

  forJob(jobId: number): Log {
    return new SubjectLog({ winston: this.#winston, life: this.#life }, this.#options, {
      ...this.#subject,
      jobId,
    });
  }

  forPrinter(printer: string): Log {
    return new SubjectLog({ winston: this.#winston, life: this.#life }, this.#options, {
      ...this.#subject,
      printer,
    });
  }

  isOn(level: LogLevel): boolean {
    return logLevels.indexOf(level) <= this.#rank;
  }

  /** A level that is off costs a comparison: nothing is made, and winston is not asked. */
  #write(level: LogLevel, event: string, facts: Facts = {}): void {
    if (!this.isOn(level)) return;
    // What a stop left behind may still speak when the log is closed; winston would end the process for it.
    if (this.#life.closed) return;
    const told: LogEvent = {
      at: this.#options.clock.now(),
      level,
      event,
      facts: { ...this.#subject, ...facts },
    };
    this.#winston.log({ level, message: event, told });
  }
}

function transportsOf({ stream, style, file }: LogOptions): Logger['transports'] {
  const lines = transportTo(stream, style);
  if (file === undefined) return [lines];
  const onFailure = (error: unknown): void => {
    stream.write(`log file not written: ${messageOf(error)}\n`);
  };
  return [lines, transportTo(new LogFileStream(file, onFailure), 'json')];
}

function transportTo(stream: NodeJS.WritableStream, style: LineStyle): Logger['transports'][number] {
  // Winston declares its transports as interfaces, so that none of them counts as an instance of the class it asks for.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  return new transports.Stream({ stream, eol: '\n', format: formatOf(style) });
}

function formatOf(style: LineStyle): ReturnType<typeof format.printf> {
  return format.printf(({ told }) => (isEvent(told) ? formatLine(told, style) : ''));
}

/** Winston hands back what `#write` gave it, as unknown. */
function isEvent(told: unknown): told is LogEvent {
  return typeof told === 'object' && told !== null && 'facts' in told;
}
