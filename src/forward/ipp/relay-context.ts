import type { Clock } from '../../base/clock.ts';
import type { RelayEvents, RelayJob } from '../device.ts';
import type { DeviceLimits } from '../limits.ts';
import type { RemotePrinter } from './remote-printer.ts';

/** What every step of one relay needs. */
export interface RelayContext {
  readonly printer: RemotePrinter;
  readonly uri: string;
  readonly job: RelayJob;
  readonly events: RelayEvents;
  readonly limits: DeviceLimits;
  readonly clock: Clock;
  /** The job is to be cancelled. */
  readonly signal: AbortSignal;
  readonly sent: SentOctets;
}

/** Octets of the document given to the connection so far, in the last try. */
export class SentOctets {
  octets = 0;
}
