import type { Facts, LogLevel } from './log.ts';

/** JSON for machines; text for a terminal, with or without colours. */
export type LineStyle = 'json' | 'text' | 'colour';

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly facts: Facts;
}

/** Longer strings are cut: a log line tells what happened, it does not carry documents. */
const stringCharactersMax = 1_000;
/** Names that may hold what nobody should read in a log, whatever the caller meant. */
const secretName = /passw|secret|token|authorization|cookie/i;

/** The line of an event, without its end. Never throws: a log must not break what it describes. */
export function formatLine(event: LogEvent, style: LineStyle): string {
  return style === 'json' ? jsonLine(event) : textLine(event, style === 'colour');
}

function jsonLine({ at, level, event, facts }: LogEvent): string {
  const line = { time: new Date(at).toISOString(), level, event, ...facts };
  try {
    return JSON.stringify(line, plain);
  } catch (error) {
    // A circle, or a toJSON that throws.
    return JSON.stringify({ time: line.time, level, event, unwritable: String(error) });
  }
}

/** SGR codes: red, yellow, green, grey (ECMA-48 §8.3.117). */
const colours = { error: '31', warn: '33', info: '32', debug: '90' } as const satisfies Record<
  LogLevel,
  string
>;

function textLine({ at, level, event, facts }: LogEvent, colour: boolean): string {
  const time = new Date(at).toISOString().slice(11, 23);
  const word = level.padEnd(5);
  const shown = colour ? `\u001b[${colours[level]}m${word}\u001b[0m` : word;
  const pairs = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${textValue(name, value)}`);
  return `${time} ${shown} ${printable(event)}${pairs.join('')}`;
}

function textValue(name: string, value: unknown): string {
  const safe = plain(name, value);
  if (typeof safe === 'string' && /^[\w.:/@+-]+$/.test(safe)) return safe;
  try {
    return printable(JSON.stringify(safe, plain));
  } catch (error) {
    return printable(JSON.stringify(String(error)));
  }
}

/** What JSON cannot say, must not say, or says at too great a length. */
function plain(name: string, value: unknown): unknown {
  if (secretName.test(name)) return '(hidden)';
  if (typeof value === 'string' && value.length > stringCharactersMax) {
    return `${value.slice(0, stringCharactersMax)}… (${value.length} characters)`;
  }
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) {
    const { message, cause, stack } = value;
    return { ...Object.fromEntries(Object.entries(value)), message, cause, stack };
  }
  if (value instanceof Uint8Array) return `(${value.length} octets)`;
  return octetsOfBuffer(value) ?? value;
}

/** JSON.stringify has called Buffer's toJSON before it asks. */
function octetsOfBuffer(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('data' in value))
    return undefined;
  if (value.type !== 'Buffer' || !Array.isArray(value.data)) return undefined;
  return `(${value.data.length} octets)`;
}

/** Names of jobs and users come from strangers: a terminal must not obey them. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}
