/** What an adapter may cost; a value for each thing that comes from outside. */
export interface AdapterLimits {
  /** Connections at once: one a job that is being printed, and CUPS prints one a queue. */
  readonly connectionsMax: number;
  /** Milliseconds for the head of a request, and for a body that is no document. */
  readonly callMs: number;
  /** Milliseconds without an octet of a document; filters of CUPS may think for minutes between two pages. */
  readonly documentIdleMs: number;
  /** Milliseconds in which what follows an early answer is thrown away, before the connection is closed. */
  readonly drainMs: number;
  /** Seconds after which CUPS is asked to come again when something passes by itself. */
  readonly laterSeconds: number;
}

export const adapterLimits: AdapterLimits = {
  connectionsMax: 1_024,
  callMs: 30_000,
  documentIdleMs: 900_000,
  drainMs: 60_000,
  laterSeconds: 30,
};
