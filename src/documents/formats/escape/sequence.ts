import { type DeviceEnd, type DeviceScript, damaged } from '../device/script.ts';
import type { OctetInput, TakenOctets } from '../octets/octet-input.ts';
import type { EscapePage } from './page.ts';

/** What stands behind a sequence, and what it does. */
export interface Sequence {
  /** Octets of arguments. */
  readonly octets?: number;
  /** Octets of payload behind the arguments, passed over unseen. */
  readonly payload?: (args: TakenOctets) => number;
  /** Done once the arguments have come. */
  readonly apply?: (page: EscapePage, args: TakenOctets) => void;
  /** Reads what follows where neither number says how much that is; an end that it returns ends the document. */
  readonly read?: (
    page: EscapePage,
    args: TakenOctets,
    input: OctetInput,
  ) => DeviceScript<DeviceEnd | undefined>;
}

/** Sequences by the octets they begin with, one character an octet; `any` stands for every octet that has no own entry. */
export type Sequences = Readonly<Record<string, Sequence>>;

export const any = '\u0100';

type Apply = NonNullable<Sequence['apply']>;

/** `octets` of arguments that change nothing in pages. */
export function passing(octets: number, apply?: Apply): Sequence {
  return { octets, ...(apply === undefined ? {} : { apply }) };
}

/** The same row for every one of these octets behind `prefix`. */
export function each(prefix: string, octets: string, sequence: Sequence): Sequences {
  return Object.fromEntries(Array.from(octets, (octet) => [prefix + octet, sequence]));
}

/** A payload whose length is the last two octets of the arguments, low octet first, times `scale`. */
export function counted(octets: number, apply?: Apply, scale = 1): Sequence {
  return { ...passing(octets, apply), payload: (args) => args.getUint16(octets - 2, true) * scale };
}

export const draw: Apply = (page) => {
  page.draw();
};

/** FF ends a page in all languages here, and a UEL all data. */
export const endings: Sequences = {
  '\f': passing(0, (page) => {
    page.end();
  }),
  '\u001b%-12345X': {
    *read(page) {
      return page.marked ? damaged('An escape cuts a page.') : { kind: 'whole', by: 'escape' };
    },
  },
};
