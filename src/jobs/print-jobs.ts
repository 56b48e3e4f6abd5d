import type { Allowance, CopiesBy, Estimate } from '../accounting/index.ts';
import type { IppAttributes } from '../ipp/index.ts';
import type { Capabilities, DeviceStatus } from '../model/device.ts';
import type { Actor, Identity } from '../model/identity.ts';
import type {
  BillingNames,
  CupsOrigin,
  DocumentRef,
  Job,
  JobSizes,
  PasswordEncryption,
} from '../model/job.ts';
import type { PageCount } from '../model/page-count.ts';
import type { PrinterSettings, PrinterStanding, StandingChange } from '../model/printer.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Words } from '../model/sentences/sentence.ts';
import type { Ticket } from '../model/ticket.ts';
import type { CupsJobs } from './cups/cups-jobs.ts';
import type { Happening } from './feed.ts';
import type { IncomingDocument } from './incoming-document.ts';
import type { Decision } from './steps/decide.ts';

/** What a client asks for, with or before the document. */
export interface JobRequest {
  readonly printer: string;
  readonly identity: Identity;
  /** job-name; '' when absent. */
  readonly name: string;
  readonly ticket: Ticket;
  /** Job attributes as submitted, encoded by src/ipp and base64; kept for the device and for Get-Job-Attributes. */
  readonly attributes: string;
  /** attributes-natural-language of the client (RFC 8011 §5.3.20). */
  readonly language?: string;
  /** Of the name, where that has one of its own (RFC 8011 §4.1.4.1). */
  readonly nameLanguage?: string;
  /** As the client says it, to be told (RFC 8011 §4.2.1.1); `estimate` is what it is judged by. */
  readonly sizes?: JobSizes;
  readonly priority: number;
  /** job-hold-until: true for as long as nobody releases it, else until when in milliseconds since 1970. */
  readonly held: boolean | number;
  /** job-delay-output-until, in the same way. */
  readonly delayed?: true | number;
  /** The password that it is to be released with. */
  readonly pin?: JobPassword;
  /** Announced document format, if any. */
  readonly format?: string;
  /** All that is said of the document, encoded like `attributes`. */
  readonly supplied?: string;
  /** What the client says of its document beforehand; never charged. */
  readonly estimate: { readonly sides?: Estimate; readonly octets?: number };
  readonly answer: AnswerStyle;
  readonly billing?: BillingNames;
  /** Of a job that comes by the CUPS adapter. */
  readonly cups?: CupsOrigin;
}

/** job-password as a client sends it. Never logged, never kept. */
export interface JobPassword {
  readonly encryption: PasswordEncryption;
  /** Hashed as `encryption` says. */
  readonly octets: Uint8Array;
}

/** How a job is released. */
export interface ReleaseArgs {
  /** Where it is to be printed; its own printer when absent. */
  readonly printer?: string;
  readonly pin?: JobPassword;
}

/** How this client must be answered; the server's table of clients fills it. */
export interface AnswerStyle {
  /** Milliseconds from the last octet until the answer, whether the count is there or not. */
  readonly withinMs: number;
  /** A refusal that is only known after the document: answered as a status, or accepted and aborted. */
  readonly lateRefusal: 'status' | 'abort';
}

/** A job as the outside sees it: the record and what is only in memory. */
export interface JobView {
  readonly job: Job;
  /** Told by the device while it prints. */
  readonly impressionsCompleted?: number;
  /** Documents that have come for a job which is not closed yet. */
  readonly received?: readonly DocumentRef[];
  /** Jobs before this one at its device. */
  readonly intervening: number;
}

/** What Validate-Job finds out; the decision is on the client's own figures, else on one page. */
export type Validated =
  | { readonly kind: 'valid'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export type Created =
  | { readonly kind: 'created'; readonly job: JobView; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export type Submission =
  | { readonly kind: 'accepted'; readonly job: JobView }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | JobProblem;

/** Why a request on an existing job cannot be done. */
export type JobProblem =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-yours' }
  /** Whoever asks may not, and the sentence says why. */
  | { readonly kind: 'not-allowed'; readonly message: Words }
  /** The job's state does not allow it; the sentence says which state. */
  | { readonly kind: 'not-possible'; readonly message: Words }
  /** Another of its documents is still coming: what is asked for may be possible when it is there. */
  | { readonly kind: 'receiving'; readonly message: Words }
  /** A job has one document where its printer takes no more, and this one has it. */
  | { readonly kind: 'one-document'; readonly message: Words }
  /** The job has as many documents as it may have. */
  | { readonly kind: 'too-many-documents'; readonly message: Words };

export type Released = Changed | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export type Changed = { readonly kind: 'done'; readonly job: JobView } | JobProblem;

export type Resolution =
  | { readonly kind: 'printed'; readonly impressions?: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'void' };

/** What of a job may be changed while it waits; what is absent stays. */
export interface JobEdit {
  readonly name?: string;
  /** Goes with the name; undefined: that of the job. */
  readonly nameLanguage?: string | undefined;
  /** undefined: taken back. */
  readonly operatorMessage?: string | null | undefined;
  readonly priority?: number;
  readonly held?: boolean | number;
  /** job-delay-output-until; false: no delay. */
  readonly delayed?: boolean | number;
  /** All job attributes as they are to be kept, encoded as in JobRequest; of a released job none that it waited for before. */
  readonly attributes?: string;
}

export interface DocumentDelivery {
  readonly identity: Identity;
  /** undefined: no data, Send-Document that only closes the job, or Close-Job. */
  readonly body?: IncomingDocument;
  readonly last: boolean;
  readonly format?: string;
  /** All that is said of the document, encoded like the attributes of a job. */
  readonly supplied?: string;
  readonly answer: AnswerStyle;
}

export interface QuoteRequest {
  readonly printer: string;
  readonly user?: string;
  readonly ticket: Ticket;
  readonly count: PageCount;
  readonly octets: number;
}

export interface PrinterView {
  readonly settings: PrinterSettings;
  /** How copies reach the paper of its device. */
  readonly copiesBy: CopiesBy;
  readonly capabilities: Capabilities;
  /** The device's own printer attributes, for mirroring; empty when it has none. */
  readonly deviceAttributes: IppAttributes;
  /** Raised whenever settings, capabilities or device attributes change: caches of encoded answers key on it. */
  readonly generation: number;
  /** Jobs may have several documents. */
  readonly takesSeveral: boolean;
  readonly standing: PrinterStanding;
  /** Nothing is sent to the device, because an operator wants it so. */
  readonly paused: boolean;
  readonly accepting: boolean;
  readonly device: DeviceStatus;
  /** Jobs that have not ended, held ones too. */
  readonly queued: number;
  /** A job is at the device now. */
  readonly printing: boolean;
  /** Milliseconds since 1970 of the last change of state, and of configuration. */
  readonly stateChangedAt: number;
  readonly configChangedAt: number;
}

export interface JobQuery {
  readonly printer?: string;
  /** With `printer`: those held elsewhere that may be released there, too. */
  readonly releasable?: boolean;
  /** Owner's name. */
  readonly owner?: string;
  readonly which: 'open' | 'ended' | 'all';
  /** Ended jobs by number, the highest first, instead of by their end. */
  readonly byId?: boolean;
  /** Only jobs with this number or a higher one. */
  readonly from?: number;
  /** Only jobs of which this is true; asked before `skip` and `limit` are counted. */
  readonly accept?: (job: Job) => boolean;
  /** Jobs left out at the beginning of the list. */
  readonly skip?: number;
  readonly limit: number;
}

/**
 * The life of jobs: what the IPP face, the admin functions and the web call. Refusals and problems are returned;
 * faults (`store-unreachable`, …) are thrown.
 */
export interface PrintJobs {
  printers(): readonly PrinterView[];
  printer(name: string): PrinterView | undefined;
  /** Everything that can be refused without the document. */
  validate(request: JobRequest): Promise<Validated>;
  /** What a counted document would cost somebody, and whether it would be printed; nobody in particular without a name. */
  quote(request: QuoteRequest): Promise<Decision | undefined>;
  /** What is left to somebody on a printer; undefined for one without an account. Makes none. */
  allowance(printer: string, name: string): Promise<Allowance | undefined>;
  create(request: JobRequest): Promise<Created>;
  /**
   * Print-Job. `body` is the document after decompression; when it fails or ends early the job is undone and the
   * stream's error is thrown. When refused early the body is not read to its end: the caller drains or closes.
   */
  print(request: JobRequest, body: IncomingDocument): Promise<Submission>;
  /** Send-Document and Close-Job. */
  deliver(jobId: number, delivery: DocumentDelivery): Promise<Submission>;
  cancel(jobId: number, by: Actor): Promise<Changed>;
  /** Takes one document out of a job that waits; the others print. */
  cancelDocument(jobId: number, number: number, by: Identity): Promise<Changed>;
  hold(jobId: number, by: Actor, editOf?: (job: Job) => JobEdit): Promise<Changed>;
  /** Ends every wait of a held job at once; `refused`: it cannot be printed where it was asked for, and stays held. */
  release(jobId: number, by: Actor, how?: ReleaseArgs): Promise<Released>;
  /** Ends a job that needs the operator. */
  resolve(jobId: number, how: Resolution, by: Actor): Promise<Changed>;
  job(id: number): Promise<JobView | undefined>;
  jobs(query: JobQuery): Promise<readonly JobView[]>;
  /** `editOf` sees the job as it is then; what it answers takes effect together. */
  edit(jobId: number, by: Identity, editOf: (job: Job) => JobEdit): Promise<Changed>;
  /** Puts a waiting job behind another one of its device, or in front of all. For operators. */
  schedule(jobId: number, after: number | undefined, by: Actor): Promise<Changed>;
  /** The jobs of CUPS queues, for the adapter. */
  readonly cups: CupsJobs;
  /** Stops sending to the device; the job at the device goes on. false: no such printer. */
  pause(printer: string): Promise<boolean>;
  resume(printer: string): Promise<boolean>;
  /** What an operator says of a printer; only what is named changes. false: no such printer. */
  changePrinter(printer: string, change: StandingChange): Promise<boolean>;
  /** New jobs are not held any more, and those that were held for it are released. */
  releaseNewJobs(printer: string, by: Identity): Promise<boolean>;
  /** Begins anew: not paused, takes jobs, the device asked again. */
  restartPrinter(printer: string): Promise<boolean>;
  /** Is there again after it was shut down; takes no jobs before it is enabled. */
  startPrinter(printer: string): Promise<boolean>;
  /** Tells of every change of a job or a printer after it is kept, as long as the server runs. */
  watch(listener: (happening: Happening) => void): void;
  /** No new jobs; waits for what is being relayed, at most `withinMs`, then leaves it for recovery. */
  stop(withinMs: number): Promise<void>;
}
