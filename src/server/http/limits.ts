/** Everything that comes over the wire and could grow has a limit here, with its unit in the name and its reason. */
export interface WireLimits {
  /** Connections at once, all clients together: some 30 KiB each when idle (measured on Node 20). */
  readonly connectionsMax: number;
  /** Of one remote address: a tenth of the whole, because an office behind one address is one address. Loopback is exempt. */
  readonly connectionsPerAddressMax: number;
  /** Octets of an IPP message before the document; the largest on record has 31 kB. */
  readonly headerOctetsMax: number;
  /** Milliseconds for the HTTP header fields of a request. */
  readonly headersTimeoutMs: number;
  /** Milliseconds until the first octet of a connection, and again until the end of a TLS handshake. */
  readonly handshakeMs: number;
  /** Milliseconds a connection is kept between requests. Clients poll each 10 to 60 s and race a shorter limit. */
  readonly keepAliveMs: number;
  /** Milliseconds without one octet after which an upload is given up. */
  readonly uploadIdleMs: number;
  /** Milliseconds before the rate of an upload is judged: a phone may begin slowly. */
  readonly uploadGraceMs: number;
  /** Octets a second below which an upload is given up after that: ten times slower than the slowest modem. */
  readonly uploadOctetsPerSecondMin: number;
  /**
   * Milliseconds of one turn of the event loop in which uploads may begin, and as many in which connections may enter HTTP
   * with a part of a request: another request waits that much longer.
   */
  readonly uploadStartTurnMs: number;
  /** Milliseconds that both wait while connections keep coming: a flood of connections must not stop them. */
  readonly uploadStartDelayMs: number;
  /**
   * Connections on which the server asks itself before it opens, in turns the three kinds of warm-up.ts; 0: none.
   */
  readonly warmUpConnections: number;
  /** Milliseconds between two looks at the uploads. */
  readonly uploadSweepMs: number;
  /** Octets read and thrown away behind an early refusal, so that a reset does not overtake the answer. */
  readonly drainOctetsMax: number;
  /** Milliseconds of the same. */
  readonly drainMs: number;
  /** Milliseconds that requests being answered may take after stop(). */
  readonly stopGraceMs: number;
  /** Octets of the attributes of one job, which are kept in its record. */
  readonly jobAttributesOctetsMax: number;
  /** Jobs in one answer to Get-Jobs, as cupsd has it. */
  readonly jobsListedMax: number;
  /** Milliseconds that a client waits for events (notify-wait), less than clients wait for an answer: ipptool takes 30 s. */
  readonly eventWaitMs: number;
  /** Clients that wait for events at once; all others are answered with what there is. */
  readonly eventWaitersMax: number;
  /** Milliseconds that a Create-Job may wait for its document (multiple-operation-time-out). */
  readonly documentWaitMs: number;
}

export const defaultLimits: WireLimits = {
  connectionsMax: 10_000,
  connectionsPerAddressMax: 1_000,
  headerOctetsMax: 1024 * 1024,
  headersTimeoutMs: 60_000,
  handshakeMs: 60_000,
  keepAliveMs: 75_000,
  uploadIdleMs: 60_000,
  uploadGraceMs: 60_000,
  uploadOctetsPerSecondMin: 100,
  uploadStartTurnMs: 5,
  uploadStartDelayMs: 1_000,
  // Where many servers start in one process, it would be done again for each; the executable sets it.
  warmUpConnections: 0,
  uploadSweepMs: 1_000,
  drainOctetsMax: 1024 * 1024,
  drainMs: 2_000,
  stopGraceMs: 5_000,
  jobAttributesOctetsMax: 32 * 1024,
  jobsListedMax: 500,
  eventWaitMs: 15_000,
  eventWaitersMax: 500,
  documentWaitMs: 300_000,
};
