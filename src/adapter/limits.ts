/** What an adapter may cost; a value for each thing that comes from outside. */
export interface AdapterLimits {
  /** Connections at once: one a job that is being printed, and CUPS prints one a queue. */
  readonly connectionsMax: number;
  /** Milliseconds for the head of a request, and for a body that is no document. */
  readonly callMs: number;
  /** Milliseconds without an octet of a document; filters of CUPS may think for minutes between two pages. */
  readonly documentIdleMs: number;
  /** Octets after an early answer that are thrown away: more than the buffers of a connection hold (tcp(7): 6 MiB). */
  readonly drainOctetsMax: number;
  /** Milliseconds for the same; an adapter that has read the answer hangs up long before. */
  readonly drainMs: number;
  /** Seconds after which CUPS is asked to come again when something passes by itself. */
  readonly laterSeconds: number;
}

export const adapterLimits: AdapterLimits = {
  connectionsMax: 1_024,
  callMs: 30_000,
  documentIdleMs: 900_000,
  drainOctetsMax: 16 * 1024 * 1024,
  drainMs: 10_000,
  laterSeconds: 30,
};
