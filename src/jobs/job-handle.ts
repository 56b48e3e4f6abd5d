import type { DocumentRef, Job } from '../model/job.ts';
import type { PageCount } from '../model/page-count.ts';
import type { Payer } from './accounts.ts';
import type { RunStart } from './cups/run.ts';
import type { Printer } from './printers.ts';
import type { SpooledDocument } from './steps/spool.ts';
import type { JobStore } from './store.ts';

/** A job that has not ended, with what is only in memory. */
export interface JobHandle {
  /** The record as last committed; revision 0 is in no store yet. */
  job: Job;
  /** The document of a job whose bytes are in the record, while memory allows. */
  document?: Uint8Array;
  /** Stops what runs for the job now: a count or a relay. */
  stop?: AbortController;
  impressionsCompleted?: number;
  /** The document of a job that is not closed yet: another Send-Document or a Close-Job will ask for its judgement. */
  candidate?: Candidate;
  /** A document is being received for the job now. */
  receiving?: boolean;
  /** Its client has said that no more documents follow, and waits for the judgement. */
  closing?: boolean;
  /** When its client last gave it a document, milliseconds since 1970. */
  heardAt?: number;
  /** Changes of one job are made one after the other. */
  lane: Promise<unknown>;
}

/** A document at rest whose job is not accepted yet. */
export interface Candidate {
  readonly handle: JobHandle;
  readonly printer: Printer;
  readonly payer: Payer;
  /** In order; there is at least one, but all may be cancelled. */
  readonly documents: readonly [ReceivedDocument, ...ReceivedDocument[]];
  /** It has printed already, so that nothing is refused any more. */
  readonly offline?: RunStart;
}

export interface ReceivedDocument {
  readonly document: SpooledDocument;
  /** As the client announced it. */
  readonly format?: string | undefined;
  /** Of this document alone; under way since its last octet. */
  readonly count: Promise<PageCount>;
}

/** Those that nobody has cancelled. */
export function toPrint({ documents }: Pick<Candidate, 'documents'>): readonly ReceivedDocument[] {
  return documents.filter(({ document }) => document.ref.cancelled === undefined);
}

/** What a document holds is known when it is judged; until then its client's word on it is told. */
export function receivedRefs({ documents }: Candidate): readonly [DocumentRef, ...DocumentRef[]] {
  const refOf = ({ document, format }: ReceivedDocument): DocumentRef => ({
    ...document.ref,
    format: format ?? 'application/octet-stream',
  });
  const [first, ...further] = documents;
  return [refOf(first), ...further.map(refOf)];
}

/** A job that ends before it was judged tells what it had received as others do, whose octets are gone as well. */
export function receivedOf({ job, candidate }: JobHandle): Pick<Job, 'document' | 'further'> {
  if (job.document !== undefined || candidate === undefined) return {};
  const [document, ...further] = receivedRefs(candidate);
  return { document, ...(further.length === 0 ? {} : { further }) };
}

export function handleOf(job: Job): JobHandle {
  return { job, lane: Promise.resolve() };
}

/** Of a job that has ended, or that another node has; undefined: there is none. */
export async function handleFrom(store: Pick<JobStore, 'job'>, id: number): Promise<JobHandle | undefined> {
  const job = await store.job(id);
  return job === undefined ? undefined : handleOf(job);
}
