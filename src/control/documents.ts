import { z } from 'zod';
import { copiesMax, impressionsMax } from '../model/money.ts';
import {
  type Counted,
  type Ink,
  type PageCount,
  pageRunsMax,
  type Uncounted,
  uncountableWhys,
} from '../model/page-count.ts';
import type { Ticket } from '../model/ticket.ts';

/** Limits far above what counting produces; they only keep a broken peer from filling memory. */
const evidenceMax = 1_000;
const textLengthMax = 4_096;
const pageRangesMax = 1_000;
const numberUpMax = 100;
const inksMax = 1_000_000;

const text = z.string().max(textLengthMax);
const evidence = z.array(text).max(evidenceMax);
const pages = z.int().positive().max(impressionsMax);
const sides = z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']);

export const ticket: z.ZodType<Ticket> = z.strictObject({
  copies: z.int().positive().max(copiesMax),
  sides,
  colourMode: z.enum(['monochrome', 'colour', 'auto']),
  pageRanges: z.array(z.strictObject({ lower: pages, upper: pages })).max(pageRangesMax),
  numberUp: z.int().positive().max(numberUpMax),
  imposition: z.literal('signature').exactOptional(),
  media: text.exactOptional(),
});

const percent = z.number().min(0).max(100);
const ink: z.ZodType<Ink> = z.tuple([percent, percent, percent, percent]);

const counted: z.ZodType<Counted> = z.strictObject({
  kind: z.literal('counted'),
  format: text,
  pages,
  runs: z
    .array(
      z.strictObject({
        first: pages,
        last: pages,
        media: text.exactOptional(),
        colour: z.boolean().exactOptional(),
        blank: z.boolean().exactOptional(),
        copies: z.int().nonnegative().max(copiesMax).exactOptional(),
        sides: sides.exactOptional(),
        newDocument: z.literal(true).exactOptional(),
      }),
    )
    .max(pageRunsMax),
  ink: z.array(ink).max(inksMax).exactOptional(),
  confidence: z.enum(['exact', 'declared', 'estimated']),
  source: text,
  evidence,
});

const uncounted: z.ZodType<Uncounted> = z.strictObject({
  kind: z.literal('unknown'),
  format: text.exactOptional(),
  why: z.union([z.enum(uncountableWhys), z.templateLiteral(['limit:', z.string()])]),
  seen: z.int().nonnegative().exactOptional(),
  evidence,
});

export const pageCount: z.ZodType<PageCount> = z.union([counted, uncounted]);
