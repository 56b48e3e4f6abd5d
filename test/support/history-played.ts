import type { Store } from '../../src/jobs/index.ts';
import type { History } from './history-actions.ts';
import type { DeviceWorld } from './history-device.ts';

/** A document somebody sent, and what he was told of it before the server died, if anything. */
export interface Sent {
  readonly number: number;
  readonly user: string;
  /** Of each of its documents. */
  readonly texts: readonly string[];
  heard: 'nothing' | 'accepted' | 'refused' | 'a fault';
  job?: number;
}

/** What came of a history, for the checks. */
export interface Played {
  readonly history: History;
  readonly store: Store;
  readonly world: DeviceWorld;
  readonly sent: readonly Sent[];
  /** Jobs that the operator said were printed, and how often he said "again". */
  readonly saidPrinted: ReadonlySet<number>;
  readonly saidAgain: ReadonlyMap<number, number>;
  /** How often somebody wanted a job of CUPS on paper, by its key. */
  readonly orders: ReadonlyMap<string, number>;
  readonly spool: string;
}
