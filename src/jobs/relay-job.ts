import { Readable } from 'node:stream';
import { PrintServerError } from '../base/fault.ts';
import type { RelayDocument, RelayJob } from '../forward/index.ts';
import { decodeAttributes } from '../ipp/index.ts';
import { type DocumentRef, documentsToPrint } from '../model/job.ts';
import type { JobHandle } from './job-handle.ts';
import type { SpoolFolder } from './spool-folder.ts';
import type { JobStore } from './store.ts';

/** What the device needs of a job. Throws `document-lost` when its bytes are not what was spooled. */
export async function relayJobOf(handle: JobHandle, store: JobStore, spool: SpoolFolder): Promise<RelayJob> {
  const { job } = handle;
  const [first, ...further] = documentsToPrint(job);
  if (first === undefined) throw documentLost(job.id);
  return {
    id: job.id,
    uuid: job.uuid,
    name: job.name,
    user: job.owner.name,
    ticket: job.ticket,
    attributes: decodeAttributes(Buffer.from(job.attributes, 'base64')),
    document:
      first.place === 'file' ? await fileOf(job.id, first, spool) : await inRecord(handle, first, store),
    further: await Promise.all(further.map((ref) => fileOf(job.id, ref, spool))),
    attempt: job.attempts.length,
  };
}

async function inRecord(
  handle: JobHandle,
  { octets, format }: DocumentRef,
  store: JobStore,
): Promise<RelayDocument> {
  const { id } = handle.job;
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
