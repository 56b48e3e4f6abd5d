import type { Clock } from '../base/clock.ts';
import type { UsersRule } from '../config/index.ts';
import type { DocumentCounters } from '../documents/index.ts';
import type { Device } from '../forward/index.ts';
import type { Log } from '../logging/index.ts';
import type { PrinterSettings } from '../model/printer.ts';
import type { CupsLimits } from './cups/cups-jobs.ts';
import type { Store } from './store.ts';

/** What the life of jobs needs from outside. */
export interface PrintJobsOptions {
  readonly store: Store;
  readonly counters: DocumentCounters;
  readonly printers: readonly PrinterSettings[];
  /** Opens the device of a printer; two printers may share one by its canonical URI. */
  readonly openDevice: (printer: PrinterSettings) => Device;
  readonly users: UsersRule;
  readonly spool: SpoolOptions;
  readonly limits: JobLimits;
  readonly cups: CupsLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** false: nothing is sent to devices (an administrator's command beside no running server). */
  readonly relay: boolean;
}

export interface SpoolOptions {
  /** Folder of the documents that are too large for the record; made when missing. */
  readonly folder: string;
  /** Documents up to this many octets stay in memory and in the record. */
  readonly inMemoryOctetsMax: number;
  /** Free octets of the file system below which documents are refused. */
  readonly freeOctetsMin: number;
}

export interface JobLimits {
  readonly openJobsPerPrinterMax: number;
  /** Milliseconds that a Create-Job may wait for its document (multiple-operation-time-out, RFC 8011 §5.4.31). */
  readonly documentWaitMs: number;
}
