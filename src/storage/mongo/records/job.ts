import { z } from 'zod';
import { type Identity, identityLevels } from '../../../model/identity.ts';
import {
  type Attempt,
  type BackendEnd,
  type BillingNames,
  type CupsOrigin,
  type DocumentCancel,
  type DocumentRef,
  type HistoryRow,
  type Job,
  type JobPin,
  type JobSizes,
  jobActions,
  jobOutcomes,
  jobStates,
  passwordEncryptions,
  type Release,
  type RemoteJob,
  type Settlement,
  type Turn,
  type Waits,
} from '../../../model/job.ts';
import {
  type Counted,
  type Ink,
  type PageCount,
  type PageRun,
  type UncountableWhy,
  type Uncounted,
  uncountableWhys,
} from '../../../model/page-count.ts';
import type { PriceList, Quote } from '../../../model/quote.ts';
import type { SentenceId } from '../../../model/sentences/catalogue.ts';
import type { Sentence } from '../../../model/sentences/sentence.ts';
import type { PageRange, Sides, Ticket } from '../../../model/ticket.ts';
import { currentCount } from '../../records.ts';
import type { Fields } from './parse.ts';

const optional = z.exactOptional;
const sentences = z.array(z.string());
const sides: z.ZodType<Sides> = z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']);

const identity = z.object({
  name: z.string(),
  level: z.enum(identityLevels),
  proof: z.string(),
  operator: z.boolean(),
} satisfies Fields<Identity>);

const ticket = z.object({
  copies: z.int(),
  sides,
  colourMode: z.enum(['monochrome', 'colour', 'auto']),
  pageRanges: z.array(z.object({ lower: z.int(), upper: z.int() } satisfies Fields<PageRange>)),
  numberUp: z.int(),
  imposition: optional(z.literal('signature')),
  jobSheets: optional(z.int()),
  media: optional(z.string()),
} satisfies Fields<Ticket>);

const documentRef = z.object({
  place: z.enum(['record', 'file', 'elsewhere', 'gone']),
  file: z.string(),
  octets: z.int(),
  digest: z.string(),
  format: z.string(),
  at: optional(z.int()),
  supplied: optional(z.string()),
  pages: optional(z.int()),
  cancelled: optional(z.object({ by: z.string(), at: z.int() } satisfies Fields<DocumentCancel>)),
} satisfies Fields<DocumentRef>);

const pageRun = z.object({
  first: z.int(),
  last: z.int(),
  media: optional(z.string()),
  colour: optional(z.boolean()),
  blank: optional(z.boolean()),
  copies: optional(z.int()),
  sides: optional(sides),
  newDocument: optional(z.literal(true)),
} satisfies Fields<PageRun>);

const ink: z.ZodType<Ink> = z.tuple([z.number(), z.number(), z.number(), z.number()]);

const counted = z.object({
  kind: z.literal('counted'),
  format: z.string(),
  pages: z.int(),
  runs: z.array(pageRun),
  ink: optional(z.array(ink)),
  confidence: z.enum(['exact', 'declared', 'estimated']),
  source: z.string(),
  evidence: sentences,
} satisfies Fields<Counted>);

const uncountableWhy: z.ZodType<UncountableWhy> = z.union([
  z.enum(uncountableWhys),
  z.templateLiteral(['limit:', z.string()]),
]);

const uncounted = z.object({
  kind: z.literal('unknown'),
  format: optional(z.string()),
  why: uncountableWhy,
  seen: optional(z.int()),
  evidence: sentences,
} satisfies Fields<Uncounted>);

const pageCount: z.ZodType<PageCount> = z.preprocess(
  currentCount,
  z.discriminatedUnion('kind', [counted, uncounted]),
);

const priceList = z.object({
  job: z.int(),
  impression: z.int(),
  sheet: z.int(),
  colour: z.int(),
} satisfies Fields<PriceList>);

const quote = z.object({
  impressions: z.int(),
  sheets: z.int(),
  colour: z.int(),
  amount: z.int(),
  prices: priceList,
  evidence: sentences,
} satisfies Fields<Quote>);

const backendEnd = z.object({
  at: z.int(),
  exit: optional(z.int()),
  signal: optional(z.string()),
  terminated: z.boolean(),
  cancelled: optional(z.boolean()),
  pages: optional(z.int()),
} satisfies Fields<BackendEnd>);

const cupsOrigin = z.object({
  key: z.string(),
  run: z.int(),
  instance: z.string(),
  queue: z.string(),
  job: z.int(),
  relay: z.boolean(),
  waitsSince: optional(z.int()),
} satisfies Fields<CupsOrigin>);

/** Text, or sentences; one that this program does not know any more says nothing. */
const words = z.union([
  z.string(),
  z.array(
    z.object({
      id: z.custom<SentenceId>((id) => typeof id === 'string'),
      values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    } satisfies Fields<Sentence>),
  ),
]);

const attempt = z.object({
  number: z.int(),
  device: z.string(),
  startedAt: z.int(),
  remote: optional(z.object({ id: z.int(), uri: z.string() } satisfies Fields<RemoteJob>)),
  octetsSent: optional(z.int()),
  failure: optional(z.string()),
  backend: optional(backendEnd),
  offline: optional(z.literal(true)),
} satisfies Fields<Attempt>);

const settlement = z.object({
  action: z.enum(jobActions),
  outcome: optional(z.enum(jobOutcomes)),
  impressions: z.int(),
  sheets: z.int(),
  colour: z.int(),
  amount: z.int(),
  reported: optional(z.int()),
  evidence: sentences,
} satisfies Fields<Settlement>);

const billing = z.object({
  account: optional(z.string()),
  user: optional(z.string()),
} satisfies Fields<BillingNames>);
const release = z.object({
  by: z.string(),
  level: z.enum(identityLevels),
  at: z.int(),
  attributesSet: optional(z.literal(true)),
} satisfies Fields<Release>);

const moment = z.union([z.int(), z.literal(true)]);

const waits = z.object({
  until: optional(moment),
  delay: optional(moment),
  onCreate: optional(z.literal(true)),
  release: optional(z.literal(true)),
  pin: optional(
    z.object({
      encryption: z.enum(passwordEncryptions),
      hash: z.string(),
      wrong: z.int(),
    } satisfies Fields<JobPin>),
  ),
  expiresAt: optional(z.int()),
} satisfies Fields<Waits>);

const sizes = z.object({
  kibibytes: optional(z.int()),
  impressions: optional(z.int()),
  sheets: optional(z.int()),
} satisfies Fields<JobSizes>);

export const jobSchema: z.ZodType<Job> = z.object({
  id: z.int(),
  uuid: z.string(),
  revision: z.int(),
  printer: z.string(),
  owner: identity,
  name: z.string(),
  ticket,
  attributes: z.string(),
  language: optional(z.string()),
  nameLanguage: optional(z.string()),
  sizes: optional(sizes),
  priority: z.int(),
  turn: optional(z.object({ priority: z.int(), place: z.number() } satisfies Fields<Turn>)),
  billing: optional(billing),
  waits: optional(waits),
  releasedFrom: optional(z.string()),
  released: optional(release),
  cups: optional(cupsOrigin),
  state: z.enum(jobStates),
  reasons: sentences,
  message: optional(words),
  operatorMessage: optional(z.string().nullable()),
  needsOperator: z.boolean(),
  document: optional(documentRef),
  further: optional(z.array(documentRef)),
  count: optional(pageCount),
  quote: optional(quote),
  account: optional(z.string()),
  hold: optional(z.string()),
  attempts: z.array(attempt),
  cancelRequested: optional(z.object({ by: z.string(), at: z.int() })),
  submittedAt: z.int(),
  acceptedAt: optional(z.int()),
  startedAt: optional(z.int()),
  endedAt: optional(z.int()),
  settlement: optional(settlement),
} satisfies Fields<Job>);

export const historySchema: z.ZodType<HistoryRow> = z.object({
  job: z.int(),
  at: z.int(),
  user: z.string(),
  level: z.string(),
  printer: z.string(),
  action: z.enum(jobActions),
  impressions: z.int(),
  sheets: z.int(),
  colour: z.int(),
  amount: z.int(),
  reasons: sentences,
  name: z.string(),
  format: z.string(),
  octets: z.int(),
  billing: optional(billing),
  evidence: sentences,
} satisfies Fields<HistoryRow>);
