import { z } from 'zod';
import { type AdapterEnd, type AdapterJob, type AdapterPrinted, adapterProtocol } from '../model/adapter.ts';
import { copiesMax, impressionsMax } from '../model/money.ts';

/** What fits into an argument that CUPS passes (1 KiB), and more; the line as a whole is bounded by itself. */
const textMax = 4_096;
const optionsMax = 60_000;

/** Control characters have no place in a table, a log or a terminal. */
const text = z
  .string()
  .max(textMax)
  .transform((value) => value.replace(/\p{Cc}+/gu, ' ').trim());
const keyword = z
  .string()
  .max(255)
  .regex(/^[\x20-\x7e]*$/);
const count = z.int().min(0).max(impressionsMax);
const octets = z.int().min(0);

const printed: z.ZodType<AdapterPrinted> = z.object({
  at: z.int().min(0),
  exit: z.int().min(0).max(255),
  signal: keyword.optional(),
  pages: count.optional(),
  terminated: z.boolean().optional(),
  cancelled: z.boolean().optional(),
  octets: octets.optional(),
});

/** Unknown fields are let pass: a newer adapter of the same protocol may tell more. */
export const jobCall: z.ZodType<AdapterJob> = z.object({
  protocol: z.literal(adapterProtocol),
  ask: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .optional(),
  instance: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  queue: z.string().regex(/^[^\s/#?'"\\\p{Cc}]{1,127}$/u),
  job: z.int().min(1).max(2_147_483_647),
  createdAt: z.int().min(0),
  user: text,
  authUser: text.optional(),
  title: text,
  copies: z.int().min(1).max(copiesMax),
  source: z.enum(['file', 'stdin']),
  contentType: keyword.optional(),
  finalContentType: keyword.optional(),
  fileType: keyword.optional(),
  options: z.string().max(optionsMax),
  deviceScheme: z.string().regex(/^([A-Za-z0-9][A-Za-z0-9.+-]{0,63})?$/),
  relay: z.literal(true).optional(),
  rerun: z.literal(true).optional(),
  printed: printed.optional(),
});

export const endCall: z.ZodType<AdapterEnd> = z.object({
  exit: z.int().min(0).max(255).optional(),
  signal: keyword.optional(),
  terminated: z.boolean(),
  cancelled: z.boolean().optional(),
  pages: count.optional(),
  octets: octets.optional(),
});
