import { z } from 'zod';
import type { PrinterStanding } from '../../../model/printer.ts';
import { parseStanding } from '../../records.ts';

interface StandingRow {
  readonly _id: string;
  readonly standing: PrinterStanding;
}

/** One row a printer. A row without a standing is of the time when only paused printers had one. */
export const standingRow: z.ZodType<StandingRow> = z.object({
  _id: z.string(),
  standing: z.string().default('{"paused":true}').transform(parseStanding),
});
