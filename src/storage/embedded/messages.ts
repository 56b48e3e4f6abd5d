import type { EntryFilter, Grant, LedgerEntry, LedgerWrite, WriteResult } from '../../accounting/index.ts';
import type { FaultCode } from '../../base/fault.ts';
import type { HistoryFilter, JobFilter } from '../../jobs/index.ts';
import type { Account } from '../../model/account.ts';

/**
 * What crosses between the threads. Records travel as the text that is stored: the caller's thread writes it once,
 * the writer never parses it, and a reader only puts it together.
 */
export interface StoredJob {
  readonly id: number;
  readonly expectedRevision: number;
  readonly printer: string;
  readonly owner: string;
  readonly cups: { readonly key: string; readonly run: number } | undefined;
  readonly ended: boolean;
  /** Milliseconds since 1970. */
  readonly endedAt: number | undefined;
  readonly record: string;
}

export interface StoredHistory {
  readonly job: number;
  readonly at: number;
  readonly user: string;
  readonly printer: string;
  readonly action: string;
  readonly record: string;
}

/** Where a document lies in the octets of its batch. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** Every field is always there, so that all these objects have one shape, which V8 copies faster. */
export interface CommitRequest<Document> {
  readonly kind: 'commit';
  readonly transition: string;
  readonly job: StoredJob | undefined;
  readonly ledger: readonly LedgerWrite[];
  readonly document: Document | 'remove' | undefined;
  readonly history: StoredHistory | undefined;
}

type PlainRequest =
  | { readonly kind: 'apply'; readonly writes: readonly LedgerWrite[] }
  | { readonly kind: 'allocate'; readonly count: number }
  | {
      readonly kind: 'make-account';
      readonly name: string;
      readonly policy: string;
      readonly at: number;
      readonly opening: Grant | undefined;
    }
  | {
      readonly kind: 'policy';
      readonly name: string;
      readonly policy: string;
      readonly expectedPolicyRevision: number;
    }
  | { readonly kind: 'remove-account'; readonly name: string }
  | { readonly kind: 'standing'; readonly printer: string; readonly standing: string }
  | { readonly kind: 'ping' };

/** As asked by the store, with the document's own bytes; and as sent, with all documents in one buffer. */
export type WriteRequest = CommitRequest<Uint8Array> | PlainRequest;
export type SentWriteRequest = CommitRequest<Extent> | PlainRequest;

export interface WriteBatch {
  readonly requests: readonly SentWriteRequest[];
  readonly documents: Uint8Array;
  /** The write-ahead log is to be used from its beginning again when this batch is done. */
  readonly restartLog: boolean;
}

export type FaultAnswer = { readonly kind: 'fault'; readonly code: FaultCode; readonly message: string };

export type WriteAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'stale'; readonly record?: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly results: readonly WriteResult[] }
  | { readonly kind: 'applied'; readonly results: readonly WriteResult[] }
  | { readonly kind: 'allocated'; readonly first: number }
  | { readonly kind: 'account-made'; readonly result: 'done' | 'exists' }
  | { readonly kind: 'policy'; readonly result: 'done' | 'stale' }
  | { readonly kind: 'removed'; readonly result: 'done' | 'not-found' | 'held' }
  | { readonly kind: 'standing' }
  | { readonly kind: 'pong' }
  | FaultAnswer;

export type ReadRequest =
  | { readonly kind: 'accounts'; readonly page: { readonly after?: string; readonly limit: number } }
  | { readonly kind: 'entries'; readonly filter: EntryFilter }
  | {
      readonly kind: 'jobs';
      readonly filter: JobFilter;
      /** Jobs that the caller has: id, revision, id, revision … */
      readonly known: Float64Array;
    }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'history'; readonly filter: HistoryFilter }
  | { readonly kind: 'checkpoint' };

export type ReadAnswer =
  | { readonly kind: 'accounts'; readonly accounts: readonly Account[] }
  | { readonly kind: 'entries'; readonly entries: readonly LedgerEntry[] }
  /** Ids in the order of the list, and records of those that the caller does not have; without `order` of all, in order. */
  | { readonly kind: 'jobs'; readonly order?: readonly number[]; readonly records: string }
  /** A JSON array of the stored records. */
  | { readonly kind: 'records'; readonly records: string }
  | { readonly kind: 'checkpointed'; readonly logPages: number; readonly leftPages: number }
  | FaultAnswer;
