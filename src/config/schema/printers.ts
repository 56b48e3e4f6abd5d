import { z } from 'zod';
import type { PrinterRulesInFile } from './built-in-rules.ts';
import { deviceUri } from './device-uri.ts';
import { rules } from './rules.ts';
import { printerName, shortText } from './values.ts';

export interface PrinterInFile extends PrinterRulesInFile {
  readonly name: string;
  readonly info: string;
  readonly location: string;
  readonly device: string;
}

export const rulesSchema: z.ZodType<PrinterRulesInFile> = z.strictObject(rules).meta({
  description: 'Rules for every printer that does not say otherwise.',
});

export const printerSchema: z.ZodType<PrinterInFile> = z.strictObject({
  name: printerName.meta({
    description: 'Its name, in `ipp://HOST:PORT/ipp/print/NAME` and in every command.',
  }),
  info: shortText.default('').meta({ description: 'What clients show beside the name.' }),
  location: shortText.default('').meta({ description: 'Where it stands.' }),
  device: deviceUri.meta({
    description:
      'Where jobs go: `ipp://` or `ipps://` (an IPP printer), `socket://HOST:9100` or `raw://HOST:9100` (bytes over TCP), `file:FOLDER/` (one file a job; for trying things out), `cupspykota:` (a queue of CUPS, whose adapter brings the jobs and whose backend prints them), `release:` (no device: jobs wait until they are released at one of `release.at`).',
  }),
  ...rules,
});
