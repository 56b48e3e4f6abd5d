import { z } from 'zod';
import type { ListenAddress } from '../../model/listen.ts';
import { type Language, languages } from '../../model/sentences/languages.ts';
import type {
  CountingConfig,
  Currency,
  DnsSdConfig,
  DocumentUrisConfig,
  LoggingConfig,
  SpoolConfig,
  TlsConfig,
} from '../config.ts';
import { type AdapterInFile, adapter, type CupsInFile, cups } from './adapter.ts';
import type { PrinterRulesInFile } from './built-in-rules.ts';
import { dnsSd } from './dns-sd.ts';
import { documentUris } from './document-uris.ts';
import { type IdentityInFile, identity } from './identity.ts';
import { type PrinterInFile, printerSchema, rulesSchema } from './printers.ts';
import { counting, type LimitsInFile, limits, logging, spool } from './server.ts';
import { type StoreInFile, storeSchema } from './store.ts';
import { tls } from './tls.ts';
import { type UsersInFile, users } from './users.ts';
import { integer, listenAddress, path } from './values.ts';

/** The file after its schema: complete, but paths are as written, secrets unread and printers not merged. */
export interface ConfigFile {
  readonly listen: readonly ListenAddress[];
  readonly data: string;
  readonly tls: TlsConfig;
  readonly dnsSd: DnsSdConfig;
  readonly identity: IdentityInFile;
  readonly store: StoreInFile;
  readonly users: UsersInFile;
  readonly language: Language;
  readonly currency: Currency;
  readonly defaultPrinter?: string;
  readonly defaults: PrinterRulesInFile;
  readonly printers: readonly PrinterInFile[];
  readonly documentUris: DocumentUrisConfig;
  readonly counting: CountingConfig;
  readonly spool: SpoolConfig;
  readonly stopWithinMs: number;
  readonly logging: LoggingConfig;
  readonly limits: LimitsInFile;
  readonly adapter: AdapterInFile;
  readonly cups: CupsInFile;
}

export const fileSchema: z.ZodType<ConfigFile> = z.strictObject({
  $schema: z.string().exactOptional().meta({ description: 'For editors; not read by the server.' }),
  listen: z.array(listenAddress).min(1).prefault(['127.0.0.1:8631', '[::1]:8631']).meta({
    description:
      'Where the server takes connections. Port 0 takes a free one. Only this machine by default, because names are not proved yet.',
    expected: 'a list of at least one address such as "127.0.0.1:8631"',
  }),
  data: path.default('var').meta({
    description: 'Folder of spool, embedded store and control socket; made if missing. One server only.',
  }),
  tls: tls.prefault({}).meta({ description: 'TLS, at the same port as plain HTTP.' }),
  dnsSd: dnsSd.prefault({}).meta({ description: 'How clients find the printers (DNS-SD, Bonjour).' }),
  identity: identity.prefault({}).meta({
    description:
      'Who is believed to be whom. Which level a printer asks for is said by its `identity.levels`.',
  }),
  store: storeSchema,
  users: users.prefault({}).meta({ description: 'Who has an account.' }),
  language: z.enum(languages).default('en').meta({
    description:
      'Language of refusals and other sentences for clients that ask for one which the server does not have; every client that asks for one of these gets it. Log, history and commands are in English.',
  }),
  currency: z
    .strictObject({
      code: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('EUR')
        .meta({ description: 'ISO 4217.', expected: 'three capital letters such as "EUR"' }),
      digits: integer(0, 4).default(2).meta({ description: 'Decimals shown at least.' }),
    })
    .prefault({})
    .meta({ description: 'What amounts are called and how they are written.' }),
  defaultPrinter: z.string().exactOptional().meta({
    description: 'Printer that answers clients which name none. The first one when absent.',
    expected: 'the name of a printer of this file',
  }),
  defaults: rulesSchema.prefault({}),
  printers: z.array(printerSchema).min(1).meta({
    description: 'The printers, in the order they are shown.',
    expected: 'a list of at least one printer',
  }),
  documentUris: documentUris.prefault({}).meta({
    description: 'Documents that are named by their address (Print-URI, Send-URI).',
  }),
  counting: counting.prefault({}).meta({ description: 'Limits on reading documents.' }),
  spool: spool.prefault({}).meta({ description: 'Documents that wait.' }),
  stopWithinMs: integer(0, 3_600_000).default(20_000).meta({
    description:
      'How long jobs at a device may take to end after a stop was asked for; the rest goes on at the next start.',
    unit: 'ms',
  }),
  logging: logging.prefault({}).meta({ description: 'The log. Never document content, never passwords.' }),
  limits: limits.prefault({}).meta({ description: 'What the server takes from outside.' }),
  adapter: adapter.prefault({}).meta({ description: 'The adapter that brings the jobs of CUPS queues.' }),
  cups: cups.prefault({}).meta({ description: 'Queues of CUPS.' }),
});
