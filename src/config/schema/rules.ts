import { z } from 'zod';
import { identityLevels } from '../../model/identity.ts';
import { formatAmount, impressionsMax } from '../../model/money.ts';
import { mandatoryJobAttributes, type UnknownCountRule } from '../../model/printer.ts';
import type { PriceList } from '../../model/quote.ts';
import { builtInRules, type PrinterRules, type PrinterRulesInFile } from './built-in-rules.ts';
import { capabilities } from './capabilities.ts';
import { onError } from './device-failure.ts';
import { release } from './release.ts';
import { amount, integer, rule } from './values.ts';

const kib = 1_024;

const prices: z.ZodType<Partial<PriceList>> = z.strictObject({
  job: price('job', 'Charged once a job.'),
  impression: price('impression', 'Charged for each side that is marked.'),
  sheet: price('sheet', 'Charged for each piece of paper.'),
  colour: price('colour', 'Charged for each side in colour, on top of `impression`.'),
});

const unknownCount: z.ZodType<UnknownCountRule> = z
  .union([
    z.enum(['deny', 'hold', 'device']).transform((kind) => ({ kind })),
    z
      .strictObject({ assume: integer(1, impressionsMax) })
      .transform((rule) => ({ kind: 'assume' as const, impressions: rule.assume })),
    z
      .strictObject({ 'per-kib': z.number().positive().max(1_000) })
      .transform((rule) => ({ kind: 'per-kib' as const, impressions: rule['per-kib'] })),
  ])
  .meta({ expected: '"deny", "hold", "device", { "assume": IMPRESSIONS } or { "per-kib": IMPRESSIONS }' });

/** Each of them may be left out, in `defaults` and in a printer. */
type RulesShape = {
  readonly [Name in keyof PrinterRules]: z.ZodExactOptional<
    z.ZodType<Exclude<PrinterRulesInFile[Name], undefined>>
  >;
};

export const rules: RulesShape = {
  prices: prices.exactOptional().meta({
    description:
      'What a job costs. Amounts are decimal strings in currency units; a printer changes single prices of `defaults`.',
  }),
  unknownCount: rule(unknownCount, {
    description:
      'What to do with a document whose pages cannot be counted: refuse it, hold it for the operator, charge what the device says afterwards, take it for so many impressions, or for so many in each KiB.',
    builtIn: builtInRules.unknownCount.kind,
  }),
  refusals: rule(z.enum(['auto', 'registered', 'cups', 'abort']), {
    description:
      'How a refusal is said. `auto` looks at the client; `registered` uses the registered IPP status codes, `cups` those of CUPS, `abort` accepts the job and ends it.',
    builtIn: builtInRules.refusals,
  }),
  onError: onError.exactOptional().meta({ description: 'What to do when the device fails.' }),
  afterCrash: rule(z.enum(['hold', 'again', 'printed', 'void']), {
    description:
      'What becomes of a job that was at the device when the server died and of which the device cannot tell: wait for the operator, print again, charge as printed, or charge nothing.',
    builtIn: builtInRules.afterCrash,
  }),
  afterPartial: rule(z.enum(['hold', 'again', 'printed', 'void']), {
    description: 'The same for a job that failed after a part of it had left.',
    builtIn: builtInRules.afterPartial,
  }),
  cancelled: rule(z.enum(['full', 'none', 'operator']), {
    description:
      'Charge of a job that was cancelled while it was at the device, when the device does not say what it printed. `full`, because a late cancel must not print for nothing.',
    builtIn: builtInRules.cancelled,
  }),
  overrun: rule(z.enum(['held', 'device']), {
    description:
      'Whether a device may report, and be paid, more impressions than were counted (`device`), or never more than was reserved (`held`).',
    builtIn: builtInRules.overrun,
  }),
  answerWithinMs: z
    .strictObject({
      cups: rule(integer(0, 300_000), {
        description: 'For CUPS servers, which cannot show a late refusal reliably and wait for long.',
        unit: 'ms',
        builtIn: builtInRules.answerWithinMs.cups,
      }),
      other: rule(integer(0, 300_000), {
        description: 'For all others, before which a person sits.',
        unit: 'ms',
        builtIn: builtInRules.answerWithinMs.other,
      }),
    })
    .exactOptional()
    .meta({
      description:
        'How long after the last octet of a document the client is answered although the count is not there yet. The job is then judged afterwards.',
    }),
  dnsSd: rule(z.boolean(), {
    description: 'Whether it is announced on the network, where `dnsSd` announces printers.',
    builtIn: builtInRules.dnsSd,
  }),
  tls: rule(z.enum(['optional', 'required']), {
    description: 'Whether clients may come without TLS. `required` answers them 426 and offers `ipps:` only.',
    builtIn: builtInRules.tls,
  }),
  identity: z
    .strictObject({
      levels: rule(z.array(z.enum(identityLevels)).min(1), {
        description:
          'How a user may be known, weakest first. `claimed` is the name a client gives without proof: fit for a trusted network only.',
        builtIn: builtInRules.identity.levels,
      }),
      personal: rule(z.array(z.enum(identityLevels)), {
        description:
          'How a user must be known to be told what is left of money and quota, and to be offered only what that pays for (`printer-charge-info`, `copies-supported` …). Without it by all of `levels` but `claimed`: anybody can claim a name and look.',
      }),
    })
    .exactOptional()
    .meta({ description: 'Who may print.' }),
  mandatoryJobAttributes: rule(z.array(z.enum(mandatoryJobAttributes)), {
    description:
      'Attributes without which no job is taken, such as `job-account-id` where every job belongs to a project. Clients are told which by `printer-mandatory-job-attributes`; those that cannot ask a person for them cannot print there.',
    builtIn: builtInRules.mandatoryJobAttributes,
  }),
  release: release.exactOptional().meta({
    description:
      'Jobs that wait, counted and reserved, until somebody releases them: by the page `/release`, IPP Release-Job or `platen release`. docs/release.md takes you through it.',
  }),
  documentOctetsMax: rule(integer(1, 1_024 * kib * kib * kib), {
    description: 'Largest document, after decompression. It protects the disk.',
    unit: 'octets',
    builtIn: builtInRules.documentOctetsMax,
  }),
  jobImpressionsMax: rule(integer(1, impressionsMax), {
    description: 'Largest job, copies included. It protects from a wrong number of copies.',
    unit: 'impressions',
    builtIn: builtInRules.jobImpressionsMax,
  }),
  capabilities: capabilities.exactOptional().meta({
    description:
      'What the device can do, where it cannot be asked (`socket:`) or says it wrongly. Only what is named here replaces what is known.',
  }),
};

function price(name: keyof PriceList, description: string): z.ZodExactOptional<z.ZodType<number, string>> {
  return amount()
    .exactOptional()
    .meta({ description, unit: 'currency units', builtIn: formatAmount(builtInRules.prices[name], 0) });
}
