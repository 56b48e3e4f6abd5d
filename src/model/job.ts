import type { Identity, IdentityLevel } from './identity.ts';
import type { Amount } from './money.ts';
import type { PageCount } from './page-count.ts';
import type { Quote } from './quote.ts';
import type { Words } from './sentences/sentence.ts';
import type { Ticket } from './ticket.ts';

/**
 *   incoming   made by Create-Job, waits for its document
 *   counting   the client has heard yes, the count is not there yet
 *   held       counted and reserved, waits for a person or a moment (waits) or for the operator (needsOperator)
 *   pending    waits for the device
 *   relaying   bytes may be at the device
 *   ended      nothing more will happen
 */
export const jobStates = ['incoming', 'counting', 'held', 'pending', 'relaying', 'ended'] as const;
export type JobState = (typeof jobStates)[number];

/** What became of a job, as the history says it. */
export const jobActions = ['printed', 'refused', 'cancelled', 'failed', 'quoted'] as const;
export type JobAction = (typeof jobActions)[number];

/** Who ended a document of a job, and when. */
export interface DocumentCancel {
  readonly by: string;
  readonly at: number;
}

/**
 * Where a document is: in the job's own record, a file of the spool, with the CUPS server that prints it, or nowhere any
 * more, because it was cancelled.
 */
export interface DocumentRef {
  readonly place: 'record' | 'file' | 'elsewhere' | 'gone';
  /** File name inside the spool folder; '' for a document that is no file of ours. */
  readonly file: string;
  readonly octets: number;
  /** SHA-256, base64url; made while the document streamed in. */
  readonly digest: string;
  /** MIME media type by content, or as announced when the content says nothing. */
  readonly format: string;
  /** When it began to come; absent where its job was made by it. */
  readonly at?: number;
  /** What its client said of it, encoded like the attributes of the job; absent when it said nothing. */
  readonly supplied?: string;
  /** Its pages, where it is one of several that were counted. */
  readonly pages?: number;
  /** Taken out of its job, which goes on without it. Its number stays, so that those of the others do. */
  readonly cancelled?: DocumentCancel;
}

/** The device's own name of a job, so that it can be asked for after a crash. */
export interface RemoteJob {
  readonly id: number;
  /** To be shown (shown-uri.ts); the job is asked for by its id. */
  readonly uri: string;
}

/** How a run of a CUPS backend ended, as the adapter told it. Neither `exit` nor `signal`: it could not be started. */
export interface BackendEnd {
  readonly at: number;
  readonly exit?: number;
  readonly signal?: string;
  /** CUPS had asked it to stop: cancel, hold, a disabled queue or the end of cupsd. */
  readonly terminated: boolean;
  /** CUPS said afterwards that the job was cancelled. */
  readonly cancelled?: boolean;
  /** Impressions by the lines that the backend wrote. */
  readonly pages?: number;
}

/** The job of a CUPS server that a job of ours stands for. */
export interface CupsOrigin {
  /** One text for instance, queue, number and time of creation (keyText); of a refusal, for the question too. */
  readonly key: string;
  /** The jobs of ours for one job of CUPS, from 1: printed again by its owner, it is reserved and charged again. */
  readonly run: number;
  readonly instance: string;
  readonly queue: string;
  /** job-id of CUPS. */
  readonly job: number;
  /** Printed by our own device, not by a backend of CUPS. */
  readonly relay: boolean;
  /** Since when another run of the backend is awaited; absent when there is no hurry. */
  readonly waitsSince?: number | undefined;
}

export interface Attempt {
  readonly number: number;
  /** Its URI, to be shown (shown-uri.ts). */
  readonly device: string;
  readonly startedAt: number;
  readonly remote?: RemoteJob;
  /** Octets of the document handed to the device; undefined while it runs or after a crash. */
  readonly octetsSent?: number;
  readonly failure?: string;
  readonly backend?: BackendEnd;
  /** We were told of it afterwards: it has printed while the server was away. */
  readonly offline?: true;
}

/** What would become of a job, or becomes of it. */
export const jobOutcomes = ['printed', 'operator', 'by-device', 'refused'] as const;
export type JobOutcome = (typeof jobOutcomes)[number];

/** What was charged and why. */
export interface Settlement {
  readonly action: JobAction;
  /** Of a job that was only quoted: what printing it would have come to. */
  readonly outcome?: JobOutcome;
  readonly impressions: number;
  readonly sheets: number;
  readonly colour: number;
  readonly amount: Amount;
  /** What the device said it printed; undefined when it said nothing. */
  readonly reported?: number;
  readonly evidence: readonly string[];
}

/** How a client hid a password before it sent it (job-password-encryption of the IANA registry, PWG 5100.11). */
export const passwordEncryptions = ['none', 'md5', 'sha', 'sha2-256', 'sha2-512'] as const;
export type PasswordEncryption = (typeof passwordEncryptions)[number];

/** The password that a job is released with; never kept as it came. */
export interface JobPin {
  readonly encryption: PasswordEncryption;
  /** Argon2id of what the client sent. */
  readonly hash: string;
  /** Wrong ones given so far. */
  readonly wrong: number;
}

/** What keeps a job that is counted and reserved from its device: it is held while any of these is there. */
export interface Waits {
  /** job-hold-until: milliseconds since 1970, or true for as long as nobody releases it. */
  readonly until?: number | true;
  /** job-delay-output-until, in the same way. */
  readonly delay?: number | true;
  /** Its printer held all new jobs when it came. */
  readonly onCreate?: true;
  /** Its printer prints only what somebody releases. */
  readonly release?: true;
  readonly pin?: JobPin;
  /** Milliseconds since 1970 at which it ends, unprinted and uncharged. */
  readonly expiresAt?: number;
}

/** Who let it go, and how that one was known. */
export interface Release {
  readonly by: string;
  readonly level: IdentityLevel;
  readonly at: number;
  /** Its attributes were set since, and say no more what it waited for before. */
  readonly attributesSet?: true;
}

/** A place in the queue of a device: by priority, highest first, then by place, lowest first. */
export interface Turn {
  readonly priority: number;
  readonly place: number;
}

/** What a client says about whose books a job belongs in, beside the account that pays (PWG 5100.3). */
export interface BillingNames {
  /** job-account-id: a project, a cost centre, a client of the firm. */
  readonly account?: string;
  /** job-accounting-user-id: for whom, where it is not the one who prints. */
  readonly user?: string;
}

/** RFC 8011 §5.3.17. */
export interface JobSizes {
  /** job-k-octets. */
  readonly kibibytes?: number;
  /** job-impressions, of one copy. */
  readonly impressions?: number;
  /** job-media-sheets, with copies. */
  readonly sheets?: number;
}

/** A field that may be `undefined` is one that a later commit can take away; stores keep it as absent. */
export interface Job {
  readonly id: number;
  readonly uuid: string;
  /** Raised by one in every commit; compare-and-set on it decides every race. */
  readonly revision: number;
  readonly printer: string;
  readonly owner: Identity;
  /** job-name; '' when the client gave none. */
  readonly name: string;
  readonly ticket: Ticket;
  /** IPP job attributes as submitted, encoded by src/ipp, base64; accounting and jobs never look inside. */
  readonly attributes: string;
  /** attributes-natural-language of the request that made it, in which its texts are; absent in older records. */
  readonly language?: string;
  /** Of its name alone, where that has one of its own. */
  readonly nameLanguage?: string | undefined;
  /** What its client said beforehand of its size: told until we know better. */
  readonly sizes?: JobSizes;
  /** 1..100 (RFC 8011 §5.2.1); that of its turn where it has one. */
  readonly priority: number;
  /** Given by an operator; absent: by priority and number. */
  readonly turn?: Turn | undefined;
  readonly billing?: BillingNames;
  readonly waits?: Waits | undefined;
  /** The printer that it was sent to, when it was released at another one. */
  readonly releasedFrom?: string;
  readonly released?: Release;
  /** Set when it came by the CUPS adapter. */
  readonly cups?: CupsOrigin;
  readonly state: JobState;
  /** job-state-reasons keywords. */
  readonly reasons: readonly string[];
  /** The sentence for the person who prints. */
  readonly message?: Words | undefined;
  /** What an operator last said of it (RFC 8011 §5.3.16); null: that there is no message. */
  readonly operatorMessage?: string | null | undefined;
  /** Waits for `platen jobs resolve`. */
  readonly needsOperator: boolean;
  readonly document?: DocumentRef;
  /** The documents behind the first one, in order; always files. Absent in nearly all jobs. */
  readonly further?: readonly DocumentRef[];
  readonly count?: PageCount;
  readonly quote?: Quote;
  /** Name of the account charged; absent when unknown users may print without one. */
  readonly account?: string;
  /** Id of the open hold on that account. */
  readonly hold?: string | undefined;
  readonly attempts: readonly Attempt[];
  /** Set while a cancel of a running relay is on its way. */
  readonly cancelRequested?: { readonly by: string; readonly at: number } | undefined;
  readonly submittedAt: number;
  readonly acceptedAt?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly settlement?: Settlement;
}

/** Whether a backend of CUPS prints it: nothing of it is ever sent by us. */
export function isRunByCups({ cups }: Pick<Job, 'cups'>): boolean {
  return cups !== undefined && !cups.relay;
}

/** Every document of a job, in order: the cancelled ones too. */
export function documentsOf({
  document,
  further = [],
}: Pick<Job, 'document' | 'further'>): readonly DocumentRef[] {
  return document === undefined ? [] : [document, ...further];
}

/** Those that are printed: all that nobody has cancelled. */
export function documentsToPrint(job: Pick<Job, 'document' | 'further'>): readonly DocumentRef[] {
  return documentsOf(job).filter(({ cancelled }) => cancelled === undefined);
}

/** Octets of all documents that are printed. */
export function octetsOf(job: Pick<Job, 'document' | 'further'>): number {
  return documentsToPrint(job).reduce((sum, { octets }) => sum + octets, 0);
}

/** What the books say of the documents; of a job whose documents were all cancelled, of the first. */
export function bookedDocuments(
  job: Pick<Job, 'document' | 'further'>,
): Pick<HistoryRow, 'format' | 'octets'> {
  const format = (documentsToPrint(job)[0] ?? job.document)?.format ?? '';
  return { format, octets: octetsOf(job) };
}

/** One line of the books; written once, in the commit that ended or refused the job. */
export interface HistoryRow {
  readonly job: number;
  readonly at: number;
  readonly user: string;
  readonly level: string;
  readonly printer: string;
  readonly action: JobAction;
  readonly impressions: number;
  readonly sheets: number;
  readonly colour: number;
  readonly amount: Amount;
  readonly reasons: readonly string[];
  readonly name: string;
  readonly format: string;
  readonly octets: number;
  readonly billing?: BillingNames;
  /** Sentences that explain count and charge. */
  readonly evidence: readonly string[];
}
