import { z } from 'zod';
import { type AdminMethods, linesMax } from '../admin/index.ts';
import { limitModes } from '../model/account.ts';
import { pageCount, ticket } from './documents.ts';

type MethodSchemas = { readonly [Name in keyof AdminMethods]: z.ZodType<AdminMethods[Name]['args']> };

/** Longer texts are refused: nothing that people type comes near. */
const textLengthMax = 4_096;
const text = z.string().max(textLengthMax);
const amount = z.int();
const impressions = z.int().nonnegative();
const dryRun = z.boolean().exactOptional();
const mode = z.enum(limitModes).exactOptional();
const limit = z.int().positive().exactOptional();
const patterns = z.array(text).max(linesMax).exactOptional();
const jobNumber = z.int().positive();
const job = z.strictObject({ job: jobNumber, dryRun });
const printer = z.strictObject({ printer: text, dryRun });

function lines<Line extends z.ZodType>(
  line: Line,
): z.ZodObject<{ lines: z.ZodArray<Line>; dryRun: typeof dryRun }, z.core.$strict> {
  return z.strictObject({ lines: z.array(line).max(linesMax), dryRun });
}

/** Every call that the socket knows, with what its arguments must be; the compiler keeps it complete. */
export const methods: MethodSchemas = {
  listUsers: z.strictObject({ patterns, after: text.exactOptional(), limit }),
  showUser: z.strictObject({ user: text }),
  addUsers: lines(
    z.strictObject({
      user: text,
      mode,
      overdraft: amount.exactOptional(),
      balance: amount.exactOptional(),
    }),
  ),
  setUsers: lines(z.strictObject({ user: text, mode, overdraft: amount.exactOptional() })),
  limitUsers: lines(
    z.strictObject({
      user: text,
      printer: text,
      soft: impressions.nullable().exactOptional(),
      hard: impressions.nullable().exactOptional(),
    }),
  ),
  removeUsers: lines(z.strictObject({ user: text })),
  setPassword: z.strictObject({ user: text, password: text.min(1).exactOptional() }),
  addToken: z.strictObject({ user: text }),
  revokeTokens: z.strictObject({ user: text }),
  grant: lines(z.strictObject({ user: text, amount, reason: text, id: text.min(1).exactOptional() })),
  refund: z.strictObject({
    job: jobNumber,
    impressions: impressions.exactOptional(),
    amount: amount.nonnegative().exactOptional(),
    reason: text,
    id: text.min(1).exactOptional(),
    dryRun,
  }),
  listPrinters: z.strictObject({ patterns }),
  pausePrinter: printer,
  resumePrinter: printer,
  listJobs: z.strictObject({
    printer: text.exactOptional(),
    user: text.exactOptional(),
    all: z.boolean().exactOptional(),
    limit,
  }),
  resolveJob: job.extend({
    how: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('printed'), impressions: impressions.exactOptional() }),
      z.strictObject({ kind: z.literal('again') }),
      z.strictObject({ kind: z.literal('void') }),
    ]),
  }),
  holdJob: job,
  releaseJob: job.extend({ printer: text.exactOptional(), pin: text.min(1).exactOptional() }),
  cancelJob: job,
  history: z.strictObject({
    user: text.exactOptional(),
    printer: text.exactOptional(),
    job: jobNumber.exactOptional(),
    since: z.int().exactOptional(),
    until: z.int().exactOptional(),
    limit,
  }),
  explainJob: z.strictObject({ job: jobNumber }),
  quote: z.strictObject({
    printer: text,
    user: text.exactOptional(),
    ticket,
    count: pageCount,
    octets: z.int().nonnegative(),
  }),
};

export function isMethod(name: string): name is keyof AdminMethods {
  return Object.hasOwn(methods, name);
}
