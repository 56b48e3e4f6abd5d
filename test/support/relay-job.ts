import { Readable } from 'node:stream';
import type { RelayEvents, RelayJob, RelayProgress } from '../../src/forward/index.ts';
import type { RemoteJob } from '../../src/model/job.ts';
import { plainTicket } from '../../src/model/ticket.ts';

/** A job as the jobs part hands it to a device. Give `memory` for a small document, else it is streamed. */
export function relayJob(given: Partial<RelayJob> = {}): RelayJob {
  return {
    id: 17,
    uuid: '0f8fad5b-d9cb-469f-a165-70867728950e',
    name: 'Report',
    user: 'alice',
    ticket: plainTicket,
    attributes: new Map(),
    document: memoryDocument(Buffer.from('%PDF-1.4 a small document')),
    further: [],
    attempt: 1,
    ...given,
  };
}

export function memoryDocument(octets: Buffer, format = 'application/pdf'): RelayJob['document'] {
  return { format, octets: octets.length, memory: octets, open: () => Readable.from([octets]) };
}

/** In chunks of 64 KiB, as from the spool. */
export function streamedDocument(octets: Buffer, format = 'application/pdf'): RelayJob['document'] {
  const chunks: Buffer[] = [];
  for (let start = 0; start < octets.length; start += 65_536)
    chunks.push(octets.subarray(start, start + 65_536));
  return { format, octets: octets.length, open: () => Readable.from(chunks) };
}

export type SeenEvent =
  | { readonly kind: 'remote-job'; readonly remote: RemoteJob }
  | { readonly kind: 'first-octet' }
  | { readonly kind: 'progress'; readonly news: RelayProgress };

/** Keeps what a device tells, in order. */
export class SeenEvents implements RelayEvents {
  readonly all: SeenEvent[] = [];
  readonly #onRemoteJob: (remote: RemoteJob) => Promise<void>;

  constructor(onRemoteJob: (remote: RemoteJob) => Promise<void> = () => Promise.resolve()) {
    this.#onRemoteJob = onRemoteJob;
  }

  /** Without progress. */
  get steps(): readonly string[] {
    return this.all.filter(({ kind }) => kind !== 'progress').map(({ kind }) => kind);
  }

  get statuses(): readonly NonNullable<RelayProgress['status']>[] {
    return this.all.flatMap((event) => (event.kind === 'progress' ? (event.news.status ?? []) : []));
  }

  async remoteJob(remote: RemoteJob): Promise<void> {
    await this.#onRemoteJob(remote);
    this.all.push({ kind: 'remote-job', remote });
  }

  firstOctet(): void {
    this.all.push({ kind: 'first-octet' });
  }

  progress(news: RelayProgress): void {
    this.all.push({ kind: 'progress', news });
  }
}

/** A signal that nobody aborts. */
export function never(): AbortSignal {
  return new AbortController().signal;
}
