export type Sides = 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';
export type ColourMode = 'monochrome' | 'colour' | 'auto';

export interface PageRange {
  readonly lower: number;
  readonly upper: number;
}

/**
 * How the job is to be printed, as far as it changes what is used and paid. Only what the device is told is in here:
 * an attribute that the device kind does not carry is left at its default (docs: forward/carries).
 */
export interface Ticket {
  readonly copies: number;
  readonly sides: Sides;
  readonly colourMode: ColourMode;
  /** Sorted, not overlapping; empty means all pages. */
  readonly pageRanges: readonly PageRange[];
  readonly numberUp: number;
  /** A booklet: what number-up makes of the pages, two on each side, for sheets that are folded (PWG 5100.3 signature). */
  readonly imposition?: 'signature';
  /** Sheets that announce the job (job-sheets), however many copies it has; none when absent. */
  readonly jobSheets?: number;
  /** PWG 5101.1 media name the client asked for. */
  readonly media?: string;
}

export const plainTicket: Ticket = {
  copies: 1,
  sides: 'one-sided',
  colourMode: 'auto',
  pageRanges: [],
  numberUp: 1,
};

/** The sides of a job: a booklet has pages on both, whatever else was asked. */
export function printedSides({ sides, imposition }: Ticket): Sides {
  return imposition === 'signature' && sides === 'one-sided' ? 'two-sided-short-edge' : sides;
}
