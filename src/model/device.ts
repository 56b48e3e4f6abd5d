import type { Sides } from './ticket.ts';

/** The facts of a ticket that a device kind can be told (DESIGN: "only what the device is told is priced"). */
export const ticketFacts = [
  'copies',
  'sides',
  'colourMode',
  'pageRanges',
  'numberUp',
  'imposition',
  'media',
] as const;
export type TicketFact = (typeof ticketFacts)[number];

/** What a device can do, as offered to clients. */
export interface Capabilities {
  /** MIME media types the device takes; documents of other types are refused. */
  readonly formats: readonly string[];
  readonly colour: boolean;
  readonly sides: readonly Sides[];
  /** PWG 5101.1 self-describing names, the default first. */
  readonly media: readonly string[];
  /** Dots per inch, the default first. */
  readonly resolutions: readonly number[];
  readonly copiesMax: number;
  /** Which facts of a ticket reach the device; the others are neither offered nor priced. */
  readonly carries: readonly TicketFact[];
}

type DeviceState = 'idle' | 'processing' | 'stopped' | 'unreachable';

/** What is known of a device now. */
export interface DeviceStatus {
  readonly state: DeviceState;
  /** printer-state-reasons keywords (RFC 8011 §5.4.12), empty when there is nothing to say. */
  readonly reasons: readonly string[];
  readonly message?: string;
}
