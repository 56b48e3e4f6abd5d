import { z } from 'zod';

/**
 *   GET  /v1/info           → 200 ControlInfo
 *   POST /v1/METHOD         { "by": OS user, "args": … }
 *                           → 200 the method's answer, refusals too
 *                           → 4xx Problem: not a call this server knows
 *                           → 5xx Problem: a fault
 *
 * Both ends are the same program in the same version (the client checks), so the version in the path only guards
 * against a server that was not restarted after an update.
 */
export const infoPath = '/v1/info';
export const methodPath = '/v1/';

/** Who listens, and what the command line needs to know of its configuration. */
export const controlInfo = z.object({
  version: z.string(),
  pid: z.int(),
  startedAt: z.int(),
  currency: z.object({ code: z.string(), digits: z.int() }),
});
export type ControlInfo = Readonly<z.infer<typeof controlInfo>>;

export const call = z.strictObject({ by: z.string().min(1).max(255), args: z.unknown() });

export const problem = z.object({ code: z.string(), message: z.string() });
export type Problem = Readonly<z.infer<typeof problem>>;

/** `linesMax` lines with names and reasons as long as they may be, or the runs of the largest page count. */
export const callOctetsMax = 4 * 1024 * 1024;
/** The longest list of jobs or history rows is about 5 MiB. */
export const answerOctetsMax = 64 * 1024 * 1024;
/** A server that does not say who it is in that time is stuck; one does so within a millisecond. */
export const infoTimeoutMs = 5_000;
/** A thousand lines, each waiting for a slow disk. */
export const callTimeoutMs = 120_000;
/** Milliseconds a peer may take to send its call. */
export const receiveTimeoutMs = 30_000;
/** Commands at once; each takes one. */
export const connectionsMax = 64;
