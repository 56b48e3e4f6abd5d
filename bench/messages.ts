import * as z from 'zod';

/** What the parent asks of the load generator: `requests` of one kind, over so many connections at once. */
export interface LoadPlan {
  readonly kind: 'print' | 'create-send' | 'attributes' | 'jobs';
  readonly port: number;
  readonly paths: readonly string[];
  readonly requests: number;
  readonly connections: number;
  readonly document: { readonly octets: number; readonly pages: number };
  /** Number of the first document; later runs on the same sink go on counting. */
  readonly firstMarker: number;
  /** Beside the load: uploads of 1 KB/s, or sockets that say nothing or half a header. */
  readonly beside: 'nothing' | 'slow-uploads' | 'idle-sockets' | 'half-headers';
  readonly besideCount: number;
  /** Requests a second in all; 0: as fast as the answers come. */
  readonly perSecond: number;
  /** Without an octet for so long a request has failed, and its connection is given up. */
  readonly answerWithinMs: number;
  /** After so long nothing new is sent: a server that does not answer must not hold up the others. */
  readonly sendWithinMs: number;
}

export const loadPlanSchema: z.ZodType<LoadPlan> = z.object({
  kind: z.enum(['print', 'create-send', 'attributes', 'jobs']),
  port: z.number(),
  paths: z.array(z.string()),
  requests: z.number(),
  connections: z.number(),
  document: z.object({ octets: z.number(), pages: z.number() }),
  firstMarker: z.number(),
  beside: z.enum(['nothing', 'slow-uploads', 'idle-sockets', 'half-headers']),
  besideCount: z.number(),
  perSecond: z.number(),
  answerWithinMs: z.number(),
  sendWithinMs: z.number(),
});

export interface LoadResult {
  readonly accepted: number;
  /** What was not accepted, by what was said. */
  readonly failures: Readonly<Record<string, number>>;
  readonly staleRetries: number;
  /** Nanoseconds of the clock that all processes share, as decimal strings. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
}

export const loadResultSchema: z.ZodType<LoadResult> = z.object({
  accepted: z.number(),
  failures: z.record(z.string(), z.number()),
  staleRetries: z.number(),
  startedAt: z.string(),
  endedAt: z.string(),
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }),
});

export type SinkRequest =
  | { readonly kind: 'expect'; readonly octets: number; readonly crc: number }
  | { readonly kind: 'report' };

export const sinkRequestSchema: z.ZodType<SinkRequest> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('expect'), octets: z.number(), crc: z.number() }),
  z.object({ kind: z.literal('report') }),
]);

/** Since the last `expect`. */
export interface SinkReport {
  readonly good: number;
  readonly doubled: number;
  readonly damaged: number;
  readonly lastEndAt: string;
  /** Octets that have arrived, also of documents that are not whole: whether anything still moves. */
  readonly octets: number;
}

export const sinkReportSchema: z.ZodType<SinkReport> = z.object({
  good: z.number(),
  doubled: z.number(),
  damaged: z.number(),
  lastEndAt: z.string(),
  octets: z.number(),
});
