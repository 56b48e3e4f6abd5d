import * as z from 'zod';

/** What the parent asks of the load generator: `requests` of one kind, over so many connections at once. */
export const loadPlanSchema = z.object({
  kind: z.enum(['print', 'create-send', 'attributes', 'jobs']),
  port: z.number(),
  paths: z.array(z.string()),
  requests: z.number(),
  connections: z.number(),
  document: z.object({ octets: z.number(), pages: z.number() }),
  /** Number of the first document; later runs on the same sink go on counting. */
  firstMarker: z.number(),
  /** Beside the load: uploads of 1 KB/s, or sockets that say nothing or half a header. */
  beside: z.enum(['nothing', 'slow-uploads', 'idle-sockets', 'half-headers']),
  besideCount: z.number(),
  /** Requests a second in all; 0: as fast as the answers come. */
  perSecond: z.number(),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

export const loadResultSchema = z.object({
  accepted: z.number(),
  /** What was not accepted, by what was said. */
  failures: z.record(z.string(), z.number()),
  staleRetries: z.number(),
  /** Nanoseconds of the clock that all processes share, as decimal strings. */
  startedAt: z.string(),
  endedAt: z.string(),
  latencyMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

export const sinkRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('expect'), octets: z.number(), crc: z.number() }),
  z.object({ kind: z.literal('report') }),
]);
export type SinkRequest = z.infer<typeof sinkRequestSchema>;

/** Since the last `expect`. */
export const sinkReportSchema = z.object({
  good: z.number(),
  doubled: z.number(),
  damaged: z.number(),
  lastEndAt: z.string(),
  /** Octets that have arrived, also of documents that are not whole: whether anything still moves. */
  octets: z.number(),
});
export type SinkReport = z.infer<typeof sinkReportSchema>;
