/** Milliseconds and octets that bound every dealing with a device. Named here so that tests can shorten them. */
export interface DeviceLimits {
  /** Until a connection stands. A printer in the same building answers in milliseconds; sleeping ones wake in seconds. */
  readonly connectMs: number;
  /** Until a request without a document is answered. LPrint takes 10 s while its device is away. */
  readonly answerMs: number;
  /** Without a sign of life during a document. A person refills paper within minutes; a dead peer must not hold the queue. */
  readonly stallMs: number;
  /** Without progress until the printer's status tells about it. */
  readonly stallNoticeMs: number;
  /** After the last octet on port 9100, until the printer closes its side. Some never do. */
  readonly drainMs: number;
  /** How long a busy or not accepting device is waited for within one attempt. */
  readonly busyMs: number;
  /** First and longest pause between two tries of a busy device. */
  readonly busyPauseMs: number;
  readonly busyPauseMaxMs: number;
  /** First and longest pause between two looks at a remote job. */
  readonly pollMs: number;
  readonly pollMaxMs: number;
  /** A device that has a job of ours and does not answer any more, until the job is given up as lost. */
  readonly silentMs: number;
  /** A cancelled job, until the device says that it has ended. */
  readonly cancelMs: number;
  /** Largest answer of a device. All attributes with a media-col-database are 50–500 KB. */
  readonly answerOctetsMax: number;
}

export const deviceLimits: DeviceLimits = {
  connectMs: 15_000,
  answerMs: 30_000,
  stallMs: 300_000,
  stallNoticeMs: 10_000,
  drainMs: 30_000,
  busyMs: 900_000,
  busyPauseMs: 50,
  busyPauseMaxMs: 2_000,
  pollMs: 100,
  pollMaxMs: 2_000,
  silentMs: 300_000,
  cancelMs: 60_000,
  answerOctetsMax: 8 * 1024 * 1024,
};
