import type { Readable } from 'node:stream';
import type { IppAttributes } from '../ipp/index.ts';
import type { Capabilities, DeviceStatus } from '../model/device.ts';
import type { RemoteJob } from '../model/job.ts';
import type { Ticket } from '../model/ticket.ts';

/** Everything a device needs to print one job. */
export interface RelayJob {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly user: string;
  readonly ticket: Ticket;
  /** Job attributes as the client sent them, vendor ones too. */
  readonly attributes: IppAttributes;
  readonly document: RelayDocument;
  /** The documents behind it, for a device that takes several; printed together or not at all. */
  readonly further: readonly RelayDocument[];
  readonly attempt: number;
}

export interface RelayDocument {
  readonly format: string;
  readonly octets: number;
  /** Whole document when it is small. */
  readonly memory?: Uint8Array;
  /** A fresh stream from the first octet. */
  open(): Readable;
}

/** What the device tells while it prints. */
export interface RelayEvents {
  /** The device has named the job. Awaited, and committed, before the first octet of the document is sent. */
  remoteJob(remote: RemoteJob): Promise<void>;
  /** The first octet of the document is about to leave. */
  firstOctet(): void;
  /** Called whenever something new is known; cheap. */
  progress(news: RelayProgress): void;
}

export interface RelayProgress {
  readonly octetsSent?: number;
  readonly impressionsCompleted?: number;
  readonly status?: DeviceStatus;
}

/**
 * How a relay ended.
 *   completed  the device took the whole document and, where it can tell, finished it
 *   failed     it did not; `octetsSent` 0 means that nothing of the document left, so that a retry is free
 *   cancelled  our signal stopped it
 *   lost       the device took the document and can no longer tell what became of it
 */
export type RelayOutcome =
  | {
      readonly kind: 'completed';
      readonly octetsSent: number;
      readonly impressions?: number;
      readonly evidence: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly octetsSent: number;
      readonly impressions?: number;
      /** false when the device refused this very job and would refuse it again. */
      readonly retry: boolean;
      readonly message: string;
    }
  | { readonly kind: 'cancelled'; readonly octetsSent: number; readonly impressions?: number }
  | { readonly kind: 'lost'; readonly octetsSent: number; readonly message: string };

/** A real printer, or what stands for one. */
export interface Device {
  /** Canonical URI: two printers with the same one share the device, and its jobs go one at a time. */
  readonly uri: string;
  readonly kind: 'ipp' | 'raw' | 'file' | 'cups' | 'release' | 'quote';
  /** Whether a job may have more than one document. */
  readonly takesSeveral: boolean;
  /** What is taken to be true until the device has been asked: configured, else the defaults of its kind. */
  readonly assumed: DeviceDescription;
  /** Asks the device (IPP) or answers what is configured or assumed; `attributes` are the device's own, for mirroring. */
  describe(signal: AbortSignal): Promise<DeviceDescription>;
  /** Never throws for what a device or a network does: that is `failed`. */
  relay(job: RelayJob, events: RelayEvents, signal: AbortSignal): Promise<RelayOutcome>;
  /**
   * After a crash: what became of a job that was being relayed. Follows it to its end where it still runs there.
   * `unknown` when the device cannot tell; the printer's `afterCrash` rule decides then.
   */
  resume(
    job: RelayJob,
    remote: RemoteJob | undefined,
    events: RelayEvents,
    signal: AbortSignal,
  ): Promise<RelayOutcome | { readonly kind: 'unknown' }>;
  close(): Promise<void>;
}

export interface DeviceDescription {
  readonly capabilities: Capabilities;
  readonly status: DeviceStatus;
  /** printer attributes of an IPP device; empty for the others. */
  readonly attributes: IppAttributes;
}
