import type { RandomOctets } from '../octets/random-octets.ts';
import type { TiffField, TiffLayout } from './directory.ts';
import type { TiffEffort } from './effort.ts';

export interface Strips {
  readonly offsets: TiffField;
  readonly octets: TiffField;
}

export interface Reading {
  readonly octets: RandomOctets;
  readonly layout: TiffLayout;
  readonly effort: TiffEffort;
}

export interface StripReading extends Reading {
  /** The bits of each octet are turned round. */
  readonly isTurned: boolean;
}

/** Where a strip or tile lies. */
export interface Strip {
  readonly start: number;
  readonly end: number;
}

/** Unpacks a strip, handing over what comes out; false when it could not be read to its end. */
export type StripUnpacker = (
  strip: Strip,
  seeing: { readonly see: (octets: Uint8Array) => void; readonly done: () => boolean },
) => Promise<boolean>;
