import { Readable } from 'node:stream';
import { PrintServerError } from '../base/fault.ts';
import type { RelayDocument, RelayJob } from '../forward/index.ts';
import { decodeAttributes } from '../ipp/index.ts';
import type { DocumentRef } from '../model/job.ts';
import type { JobHandle } from './job-handle.ts';
import type { SpoolFolder } from './spool-folder.ts';
import type { JobStore } from './store.ts';

/** What the device needs of a job. Throws `document-lost` when its bytes are not what was spooled. */
export async function relayJobOf(handle: JobHandle, store: JobStore, spool: SpoolFolder): Promise<RelayJob> {
  const { job } = handle;
  return {
    id: job.id,
    uuid: job.uuid,
    name: job.name,
    user: job.owner.name,
    ticket: job.ticket,
    attributes: decodeAttributes(Buffer.from(job.attributes, 'base64')),
    document: await documentOf(handle, store, spool),
    further: await Promise.all((job.further ?? []).map((ref) => fileOf(job.id, ref, spool))),
    attempt: job.attempts.length,
  };
}

async function documentOf(handle: JobHandle, store: JobStore, spool: SpoolFolder): Promise<RelayDocument> {
  const { id, document } = handle.job;
  if (document === undefined) throw documentLost(id);
  const { octets, format } = document;
  if (document.place === 'file') return fileOf(id, document, spool);
  const memory = handle.document ?? (await store.document(id));
  if (memory?.length !== octets) throw documentLost(id);
  return { octets, format, memory, open: () => Readable.from([memory]) };
}

async function fileOf(
  job: number,
  { file, octets, format }: DocumentRef,
  spool: SpoolFolder,
): Promise<RelayDocument> {
  if ((await spool.octetsOf(file)) !== octets) throw documentLost(job);
  return { octets, format, open: () => spool.read(file) };
}

function documentLost(id: number): PrintServerError {
  return new PrintServerError('document-lost', `the document of job ${id} is not in the spool any more`);
}
