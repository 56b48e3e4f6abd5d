import { identityLevels } from '../../model/identity.ts';
import type { PrinterSettings } from '../../model/printer.ts';

/** What decides about a job, without what a printer is. */
export type PrinterRules = Omit<
  PrinterSettings,
  'name' | 'info' | 'location' | 'device' | 'uuid' | 'geoLocation'
>;

/** Rules as the file gives them, in `defaults` and in each printer: every one may be left out. */
export type PrinterRulesInFile = Partial<Omit<PrinterRules, MergedByKey>> & {
  readonly [Name in MergedByKey]?: Partial<PrinterRules[Name]>;
};
/** Objects of which a printer may change one key and take the others from `defaults`. */
type MergedByKey = 'prices' | 'onError' | 'answerWithinMs' | 'identity' | 'release' | 'capabilities';

const kib = 1_024;

/** What holds where neither the printer nor `defaults` says anything. */
export const builtInRules: PrinterRules = {
  prices: { job: 0, impression: 0, sheet: 0, colour: 0 },
  unknownCount: { kind: 'deny' },
  refusals: 'auto',
  onError: { action: 'retry', tries: 5, delayMs: 10_000, backoff: 2, delayMaxMs: 300_000, charge: false },
  afterCrash: 'hold',
  afterPartial: 'hold',
  cancelled: 'full',
  overrun: 'held',
  answerWithinMs: { cups: 20_000, other: 2_000 },
  dnsSd: true,
  tls: 'optional',
  identity: { levels: identityLevels },
  mandatoryJobAttributes: [],
  release: { by: 'nobody', at: [], expireAfterMinutes: 24 * 60 },
  documentOctetsMax: 4 * kib * kib * kib,
  jobImpressionsMax: 100_000,
  capabilities: {},
};
