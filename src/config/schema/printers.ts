import { z } from 'zod';
import type { PrinterRulesInFile } from './built-in-rules.ts';
import { deviceUri } from './device-uri.ts';
import { rules } from './rules.ts';
import { printerName, shortText } from './values.ts';

export interface PrinterInFile extends PrinterRulesInFile {
  readonly name: string;
  readonly info: string;
  readonly location: string;
  readonly uuid?: string;
  readonly geoLocation?: string;
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
  uuid: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
    .exactOptional()
    .meta({
      description:
        'By which clients know it again. Made from the installation and the name when absent: write it here before a printer gets another name, or moves to another server, and clients take it for the same one.',
      expected: 'a UUID such as "12345678-9abc-def0-1234-56789abcdef0"',
    }),
  geoLocation: z
    .string()
    .regex(
      /^geo:-?\d{1,3}(\.\d{1,12})?,-?\d{1,3}(\.\d{1,12})?(,-?\d{1,6}(\.\d{1,6})?)?(;u=\d{1,6}(\.\d{1,6})?)?$/,
    )
    .exactOptional()
    .meta({
      description: 'Where it stands, by its coordinates (RFC 5870); clients can look for what is near.',
      expected: 'a geo: URI such as "geo:52.52,13.405"',
    }),
  device: deviceUri.meta({
    description:
      'Where jobs go: `ipp://` or `ipps://` (an IPP printer), `socket://HOST:9100` or `raw://HOST:9100` (bytes over TCP), `file:FOLDER/` (one file a job; for trying things out), `cupspykota:` (a queue of CUPS, whose adapter brings the jobs and whose backend prints them), `release:` (no device: jobs wait until they are released at one of `release.at`), `quote:PRINTER` (no device: tells what a job would cost on that printer of this file, and whether it would be printed).',
  }),
  ...rules,
});
