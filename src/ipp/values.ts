import { attributes } from './attributes.ts';
import { dateTimeOf } from './date-time.ts';
import type { IppAttribute, IppValue, OutOfBand } from './message.ts';

/** One function per syntax, so that a call reads as the clause that it fulfils: `keyword('none')`, `range(1, 99)`. */

export const text = (value: string): IppValue => ({ syntax: 'text', value });
export const name = (value: string): IppValue => ({ syntax: 'name', value });
export const keyword = (value: string): IppValue => ({ syntax: 'keyword', value });
export const uri = (value: string): IppValue => ({ syntax: 'uri', value });
export const uriScheme = (value: string): IppValue => ({ syntax: 'uriScheme', value });
export const charset = (value: string): IppValue => ({ syntax: 'charset', value });
export const naturalLanguage = (value: string): IppValue => ({ syntax: 'naturalLanguage', value });
export const mimeMediaType = (value: string): IppValue => ({ syntax: 'mimeMediaType', value });

export const integer = (value: number): IppValue => ({ syntax: 'integer', value });
export const enumeration = (value: number): IppValue => ({ syntax: 'enum', value });
export const boolean = (value: boolean): IppValue => ({ syntax: 'boolean', value });
export const octetString = (value: Uint8Array): IppValue => ({ syntax: 'octetString', value });
export const outOfBand = (syntax: OutOfBand): IppValue => ({ syntax });

/** UTC, so that the answer does not depend on where the server stands. */
export const dateTime = (msSince1970: number): IppValue => ({
  syntax: 'dateTime',
  value: dateTimeOf(msSince1970),
});

export const range = (lower: number, upper: number): IppValue => ({ syntax: 'rangeOfInteger', lower, upper });

export const resolution = (x: number, y: number, units: 'dpi' | 'dpcm' = 'dpi'): IppValue => ({
  syntax: 'resolution',
  x,
  y,
  units,
});

export const collection = (...members: readonly IppAttribute[]): IppValue => ({
  syntax: 'collection',
  members: attributes(...members),
});
