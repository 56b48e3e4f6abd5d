import { messageOf, PrintServerError } from '../../base/fault.ts';
import type { Capabilities, DeviceStatus } from '../../model/device.ts';
import type { Device, DeviceDescription, RelayEvents, RelayJob, RelayOutcome } from '../device.ts';
import type { DeviceUri } from '../device-uri.ts';
import { DocumentUnreadable, documentOctets } from '../document-octets.ts';
import { assumedOf } from '../kinds.ts';
import type { DeviceLimits } from '../limits.ts';
import { busy, idle, RawConnection } from './raw-connection.ts';

export interface RawDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'raw' }>;
  readonly capabilities: Partial<Capabilities>;
  readonly limits: DeviceLimits;
}

/**
 * A printer on port 9100: it takes octets and says nothing. One connection a job; the end of the job is the end of the
 * stream. What it did with the octets cannot be known, so it never reports impressions and cannot resume.
 */
export class RawDevice implements Device {
  readonly kind = 'raw';
  /** Nothing on the wire says where one document ends and the next one begins. */
  readonly takesSeveral = false;
  readonly uri: string;
  readonly assumed: DeviceDescription;
  readonly #settings: RawDeviceSettings;
  readonly #connections = new Set<RawConnection>();
  #closed = false;

  constructor(settings: RawDeviceSettings) {
    this.uri = settings.uri.text;
    this.assumed = assumedOf('raw', settings.capabilities);
    this.#settings = settings;
  }

  /** Many such printers serve one connection at a time, so nothing is opened just to look. */
  describe(_signal: AbortSignal): Promise<DeviceDescription> {
    return Promise.resolve(this.assumed);
  }

  async relay(job: RelayJob, events: RelayEvents, signal: AbortSignal): Promise<RelayOutcome> {
    if (signal.aborted) return { kind: 'cancelled', octetsSent: 0 };
    const connection = new RawConnection(this.#settings, signal, (status) => {
      events.progress({ status });
    });
    this.#connections.add(connection);
    try {
      const evidence = await send(connection, job, events);
      return { kind: 'completed', octetsSent: connection.octetsSent, evidence };
    } catch (error) {
      return this.#failure(connection, error, { events, signal });
    } finally {
      this.#connections.delete(connection);
      connection.destroy();
    }
  }

  resume(): Promise<{ readonly kind: 'unknown' }> {
    return Promise.resolve({ kind: 'unknown' });
  }

  /** A job under way is let go of by a fault: what became of it is for the recovery to find out. */
  close(): Promise<void> {
    this.#closed = true;
    for (const connection of this.#connections) connection.abandon();
    return Promise.resolve();
  }

  #failure(
    connection: RawConnection,
    error: unknown,
    around: { readonly events: RelayEvents; readonly signal: AbortSignal },
  ): RelayOutcome {
    if (this.#closed) {
      throw new PrintServerError('device-unreachable', `${this.uri} was closed while it printed`, {
        cause: error,
      });
    }
    const octetsSent = connection.octetsSentAtMost;
    const cancelled = around.signal.aborted;
    const ours = error instanceof DocumentUnreadable;
    const message = messageOf(error);
    // What it was last said to do, it does not do any more: nobody asks such a printer between two jobs.
    const status: DeviceStatus = cancelled || ours ? idle : { state: 'unreachable', reasons: [], message };
    around.events.progress({ octetsSent, status });
    if (cancelled) return { kind: 'cancelled', octetsSent };
    return { kind: 'failed', octetsSent, retry: !ours, message };
  }
}

/** Copies are made here: the device is told nothing else. Those inside the data are the data's own affair. */
async function send(
  connection: RawConnection,
  job: RelayJob,
  events: RelayEvents,
): Promise<readonly string[]> {
  await connection.open();
  events.progress({ status: busy });
  events.firstOctet();
  for (let copy = 1; copy <= job.ticket.copies; copy += 1) {
    for await (const chunk of documentOctets(job.document)) {
      await connection.write(chunk);
      events.progress({ octetsSent: connection.octetsSent });
    }
  }
  const drained = await connection.end();
  events.progress({ status: idle });
  return [
    `${connection.octetsSent} octets sent${job.ticket.copies > 1 ? `, the document ${job.ticket.copies} times` : ''}`,
    drained,
  ];
}
