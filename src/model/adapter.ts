/*
 * The words between the CUPS adapter (`cupspykota`) and the server, protocol 1. The bundled program imports this file:
 * types, names and pure functions only.
 *
 *   POST /adapter/v1/jobs                 one line of JSON (AdapterJob), LF, the document → AdapterDecision
 *   POST /adapter/v1/attempts/ATTEMPT/end AdapterEnd → AdapterSettled
 *   GET  /adapter/v1/jobs/JOB             → AdapterJobStatus
 *   GET  /adapter/v1/info                 → AdapterInfo
 *
 * Every other status than 200 carries an AdapterFault: a call that the server does not know, or something that broke.
 */

export const adapterProtocol = 1;

export const adapterPaths = {
  info: '/adapter/v1/info',
  jobs: '/adapter/v1/jobs',
  job: (job: number): string => `/adapter/v1/jobs/${job}`,
  end: (attempt: string): string => `/adapter/v1/attempts/${encodeURIComponent(attempt)}/end`,
} as const;

/** Octets of the line before the document, its LF included; CUPS itself passes at most 1 KiB an argument. */
export const adapterLineOctetsMax = 65_536;
/** Octets of the body of every other call. */
export const adapterBodyOctetsMax = 16_384;

/** What tells a job of CUPS from every other: job numbers begin anew when the spool of a cupsd is wiped. */
export interface AdapterKey {
  /** Made once when the adapter is installed. */
  readonly instance: string;
  /** Name of the CUPS queue. */
  readonly queue: string;
  /** job-id of CUPS. */
  readonly job: number;
  /** time-at-creation of CUPS, seconds since 1970. */
  readonly createdAt: number;
}

/** A job of a CUPS queue, before its backend is run. */
export interface AdapterJob extends AdapterKey {
  readonly protocol: typeof adapterProtocol;
  /** Made for each run of the program: a question that is asked again because its answer was lost has the same one. */
  readonly ask?: string | undefined;
  /** argv[2]: worth what that cupsd believes. */
  readonly user: string;
  /** AUTH_USERNAME, only where cupsd itself has proven it. */
  readonly authUser?: string | undefined;
  readonly title: string;
  /** argv[4]. */
  readonly copies: number;
  /** `file`: the backend is given a file, and makes the copies; `stdin`: it prints a stream once. */
  readonly source: 'file' | 'stdin';
  /** CONTENT_TYPE, FINAL_CONTENT_TYPE and CUPS_FILETYPE; they speak of the first document only. */
  readonly contentType?: string | undefined;
  readonly finalContentType?: string | undefined;
  readonly fileType?: string | undefined;
  /** argv[5] as it came; text of the user. */
  readonly options: string;
  /** Scheme of the wrapped URI, never the URI: it may hold a password. '' when nothing is wrapped. */
  readonly deviceScheme: string;
  /** `cupspykota:` alone: the printer of that name prints it by its own device. */
  readonly relay?: true | undefined;
  /** cupsd runs it again by itself: it died, or had asked it to stop, before it heard of the end of the last run. */
  readonly rerun?: true | undefined;
  /** It has printed already, while the server was away. */
  readonly printed?: AdapterPrinted | undefined;
}

/** How a run of the wrapped backend ended. Neither `exit` nor `signal`: it could not be started. */
export interface AdapterEnd {
  readonly exit?: number | undefined;
  /** Such as SIGKILL. */
  readonly signal?: string | undefined;
  /** The adapter got SIGTERM meanwhile: cancel, hold, cupsdisable or the end of cupsd. */
  readonly terminated: boolean;
  /** cupsd says afterwards that the job is cancelled (job-state 7); absent when it was not asked or did not answer. */
  readonly cancelled?: boolean | undefined;
  /** Impressions by the `PAGE:` lines; absent when there was none. */
  readonly pages?: number | undefined;
  /** Octets of the document that the backend took, where that is known; 0: none. */
  readonly octets?: number | undefined;
}

/** A line of the journal of what was printed while the server was away; key and `at` tell it from every other. */
export interface AdapterPrinted extends Omit<AdapterEnd, 'exit' | 'terminated'> {
  /** Start of the backend, milliseconds since 1970. */
  readonly at: number;
  readonly exit: number;
  readonly terminated?: boolean | undefined;
}

/** job-state-reasons keywords for the `JOBSTATE:` line of a job that is not printed. */
export const adapterReasons = [
  'account-limit-reached',
  'account-info-needed',
  'account-closed',
  'account-authorization-failed',
  'printer-stopped',
  'job-hold-until-specified',
  'resources-are-not-ready',
  'document-format-error',
  'document-unprintable-error',
  'unsupported-document-format',
  'aborted-by-system',
] as const;
export type AdapterReason = (typeof adapterReasons)[number];

export type AdapterDecision =
  /** The job is in the books as being printed: run the backend, then tell how it ended. */
  | {
      readonly decision: 'allow';
      /** Opaque; the name of this run. */
      readonly attempt: string;
      readonly job: number;
      /** The name in the books, when it is another than the one given. */
      readonly userName?: string;
      /** Milliseconds after which a run without news is listed for the operator. */
      readonly deadline: number;
    }
  /** The person may not print it now; it stays held in CUPS. */
  | { readonly decision: 'deny'; readonly reason: AdapterReason; readonly message: string }
  /** The same for the program; it waits for an operator or its owner. */
  | { readonly decision: 'hold'; readonly reason: AdapterReason; readonly message: string }
  /** Nothing will ever make it printable. */
  | { readonly decision: 'cancel'; readonly reason: AdapterReason; readonly message: string }
  | { readonly decision: 'later'; readonly seconds: number; readonly message: string }
  /** Only with `relay`: accepted as a job of that printer. */
  | { readonly decision: 'relayed'; readonly job: number }
  /** Only with `printed` or `rerun`: in the books, by now or before; there is nothing to print. */
  | { readonly decision: 'done'; readonly job: number };

/** Answered however often the same end is told. */
export interface AdapterSettled {
  readonly kind: 'settled';
}

export type AdapterJobState =
  | 'pending'
  | 'held'
  | 'printing'
  | 'printed'
  | 'refused'
  | 'cancelled'
  | 'failed';

export interface AdapterJobStatus {
  readonly state: AdapterJobState;
  readonly message?: string;
}

export interface AdapterInfo {
  readonly version: string;
  readonly protocol: number;
}

export interface AdapterFault {
  readonly code: string;
  readonly message: string;
}

/** One text for one key: the numbers first, then names, of which the first holds no slash. */
export function keyText({ instance, queue, job, createdAt }: AdapterKey): string {
  return `${job}/${createdAt}/${encodeURIComponent(instance)}/${queue}`;
}
