import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/fault.ts';
import type { Capabilities, DeviceStatus } from '../../model/device.ts';
import type { Device, DeviceDescription, RelayEvents, RelayJob, RelayOutcome } from '../device.ts';
import type { DeviceUri } from '../device-uri.ts';
import { DocumentUnreadable, documentOctets } from '../document-octets.ts';
import { assumedOf } from '../kinds.ts';
import { baseNames, documentFileName, furtherName, ticketFileName } from './file-name.ts';
import { discard, publish, syncFolder, writeSynced } from './synced-file.ts';
import { ticketText } from './ticket-text.ts';

export interface FileDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'file' }>;
  readonly capabilities: Partial<Capabilities>;
  readonly clock: Clock;
}

interface Written {
  readonly octets: number;
  readonly path: string;
}

/** Print files are private; the folder may be opened up by whoever owns it. */
const folderMode = 0o700;

/**
 * A folder that stands for an ideal device. It keeps each document once, as it came, with the ticket beside it. The
 * document's own name is given last and all at once, so that it is either printed or not: nothing has "left" before.
 */
export class FileDevice implements Device {
  readonly kind = 'file';
  readonly takesSeveral = true;
  readonly uri: string;
  readonly assumed: DeviceDescription;
  readonly #folder: string;
  readonly #settings: FileDeviceSettings;

  constructor(settings: FileDeviceSettings) {
    this.uri = settings.uri.text;
    this.assumed = assumedOf('file', settings.capabilities);
    this.#folder = settings.uri.folder;
    this.#settings = settings;
  }

  async describe(_signal: AbortSignal): Promise<DeviceDescription> {
    return { ...this.assumed, status: await this.#status() };
  }

  async relay(job: RelayJob, events: RelayEvents, signal: AbortSignal): Promise<RelayOutcome> {
    try {
      signal.throwIfAborted();
      events.firstOctet();
      const { octets, path } = await this.#write(job, signal);
      events.progress({ octetsSent: octets, status: { state: 'idle', reasons: [] } });
      return { kind: 'completed', octetsSent: octets, evidence: [`written to ${path}`] };
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled', octetsSent: 0 };
      if (!(error instanceof DocumentUnreadable)) events.progress({ status: stopped(error) });
      return {
        kind: 'failed',
        octetsSent: 0,
        retry: !(error instanceof DocumentUnreadable),
        message: `cannot write to ${this.#folder}: ${messageOf(error)}`,
      };
    }
  }

  /** The document's name is given last: with it the job is printed, without it nothing is. */
  async resume(job: RelayJob): Promise<RelayOutcome> {
    try {
      const base = await this.#baseName(job);
      const path = join(this.#folder, documentFileName(base, job.document.format));
      const ticket = await this.#ticketUuid(base);
      const octets = ticket === job.uuid ? await octetsOf(path) : undefined;
      if (octets === job.document.octets) {
        const octetsSent = [job.document, ...job.further].reduce((sum, each) => sum + each.octets, 0);
        return { kind: 'completed', octetsSent, evidence: [`found written as ${path}`] };
      }
      return {
        kind: 'failed',
        octetsSent: 0,
        retry: true,
        message: `${path} was not written before the stop`,
      };
    } catch (error) {
      const message = `cannot look into ${this.#folder}: ${messageOf(error)}`;
      return { kind: 'failed', octetsSent: 0, retry: true, message };
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #write(job: RelayJob, signal: AbortSignal): Promise<Written> {
    await mkdir(this.#folder, { recursive: true, mode: folderMode });
    const base = await this.#baseName(job);
    const documentPath = join(this.#folder, documentFileName(base, job.document.format));
    const furtherPaths = job.further.map(({ format }, index) =>
      join(this.#folder, documentFileName(furtherName(base, index), format)),
    );
    const ticketPath = join(this.#folder, ticketFileName(base));
    const ticket = Buffer.from(ticketText(job, this.#settings.clock.now()));
    try {
      let octets = await writeSynced(documentPath, documentOctets(job.document), signal);
      for (const [index, document] of job.further.entries()) {
        octets += await writeSynced(furtherPaths[index] ?? '', documentOctets(document), signal);
      }
      await writeSynced(ticketPath, [ticket], signal);
      await publish(ticketPath);
      for (const path of furtherPaths) await publish(path);
      await publish(documentPath);
      await syncFolder(this.#folder);
      return { octets, path: documentPath };
    } catch (error) {
      for (const path of [ticketPath, ...furtherPaths, documentPath]) await discard(path);
      throw error;
    }
  }

  async #baseName(job: RelayJob): Promise<string> {
    const [usual, other] = baseNames(job);
    const owner = await this.#ticketUuid(usual);
    return owner === undefined || owner === job.uuid ? usual : other;
  }

  /** Whose job has this name; undefined when nobody's. A ticket that cannot be understood is somebody's. */
  async #ticketUuid(base: string): Promise<string | undefined> {
    let text: string;
    try {
      text = await readFile(join(this.#folder, ticketFileName(base)), 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    return uuidIn(text) ?? '';
  }

  async #status(): Promise<DeviceStatus> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: folderMode });
      return { state: 'idle', reasons: [] };
    } catch (error) {
      return stopped(error);
    }
  }
}

function stopped(error: unknown): DeviceStatus {
  return { state: 'stopped', reasons: ['other-error'], message: messageOf(error) };
}

function uuidIn(text: string): string | undefined {
  try {
    const ticket: unknown = JSON.parse(text);
    if (typeof ticket !== 'object' || ticket === null || !('uuid' in ticket)) return undefined;
    return typeof ticket.uuid === 'string' ? ticket.uuid : undefined;
  } catch {
    return undefined;
  }
}

async function octetsOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
