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
export interface ControlInfo {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly currency: { readonly code: string; readonly digits: number };
}

export const controlInfo: z.ZodType<ControlInfo> = z.object({
  version: z.string(),
  pid: z.int(),
  startedAt: z.int(),
  currency: z.object({ code: z.string(), digits: z.int() }),
});

interface Call {
  readonly by: string;
  readonly args?: unknown;
}

export const call: z.ZodType<Call> = z.strictObject({ by: z.string().min(1).max(255), args: z.unknown() });

export interface Problem {
  readonly code: string;
  readonly message: string;
}

export const problem: z.ZodType<Problem> = z.object({ code: z.string(), message: z.string() });

/** `linesMax` lines with names and reasons as long as they may be, or the runs of the largest page count. */
export const callOctetsMax: number = 4 * 1024 * 1024;
/** The longest list of jobs or history rows is about 5 MiB. */
export const answerOctetsMax: number = 64 * 1024 * 1024;
/** A server that does not say who it is in that time is stuck; one does so within a millisecond. */
export const infoTimeoutMs = 5_000;
/** A thousand lines, each waiting for a slow disk. */
export const callTimeoutMs = 120_000;
/** Milliseconds a peer may take to send its call. */
export const receiveTimeoutMs = 30_000;
/** Commands at once; each takes one. */
export const connectionsMax = 64;
