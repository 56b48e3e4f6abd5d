import type { Capabilities } from './device.ts';
import type { IdentityLevel } from './identity.ts';
import type { PriceList } from './quote.ts';

/** What a printer may demand of every job; each is an attribute that clients know how to send. */
export const mandatoryJobAttributes = [
  'job-account-id',
  'job-accounting-user-id',
  'job-name',
  'document-name',
  'document-format',
  'copies',
  'media',
  'print-color-mode',
  'print-quality',
  'sides',
] as const;

/** What to do with a document whose pages cannot be counted. */
export type UnknownCountRule =
  | { readonly kind: 'deny' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'assume'; readonly impressions: number }
  | { readonly kind: 'per-kib'; readonly impressions: number }
  | { readonly kind: 'device' };

/** What becomes of a job of which bytes may have left: an operator decides, print again, charge as printed, charge nothing. */
export type DoubtRule = 'hold' | 'again' | 'printed' | 'void';

type OnErrorAction = 'retry' | 'hold' | 'abort' | 'stop';

export interface OnErrorRule {
  readonly action: OnErrorAction;
  /** Attempts in all before the job is held for the operator. */
  readonly tries: number;
  /** Milliseconds before the second attempt. */
  readonly delayMs: number;
  /** Factor on the delay from attempt to attempt, at most `delayMaxMs`. */
  readonly backoff: number;
  readonly delayMaxMs: number;
  /** Whether a job that ended in failure after bytes left is charged. */
  readonly charge: boolean;
}

type RefusalStyle = 'auto' | 'registered' | 'cups' | 'abort';

/** What operators have said of a printer while it runs; kept over restarts. */
export interface PrinterStanding {
  /** Nothing more is sent to the device; the job that is there goes on. */
  readonly paused: boolean;
  /** Takes no new jobs. */
  readonly disabled: boolean;
  /** Takes no jobs and sends none until it is started again. */
  readonly shutDown: boolean;
  /** New jobs wait until an operator releases them all. */
  readonly holdsNewJobs: boolean;
  /** Jobs that ended, up to this number, are shown to no client any more; the books keep them. */
  readonly purgedUpTo: number;
  /** Others that were purged one by one, at most `purgedJobsMax`. */
  readonly purgedJobs?: readonly number[];
  /** For everyone who looks at the printer; null: an operator said that there is none. */
  readonly message?: string | null | undefined;
  /** Why it prints nothing, or takes nothing, as long as that lasts. */
  readonly reason?: string | undefined;
  /** In place of what is configured. */
  readonly info?: string | undefined;
  readonly location?: string | undefined;
}

/** Each is looked for in every list of jobs, and written again with every word on the printer. */
export const purgedJobsMax = 5_000;

/** Whether clients are not shown a job once it has ended. */
export function isPurgedBy({ purgedUpTo, purgedJobs = [] }: PrinterStanding, job: number): boolean {
  return job <= purgedUpTo || purgedJobs.includes(job);
}

export function hasPurged({ purgedUpTo, purgedJobs = [] }: PrinterStanding): boolean {
  return purgedUpTo > 0 || purgedJobs.length > 0;
}

/** What a printer that is started forgets of what operators said before (RFC 3998 §3.5). */
export const asAtStart = { paused: false, disabled: false, shutDown: false, holdsNewJobs: false } as const;

export const plainStanding: PrinterStanding = {
  ...asAtStart,
  purgedUpTo: 0,
};

/** What an operator changes, also where that depends on what is found then. */
export type StandingChange =
  | Partial<PrinterStanding>
  | ((standing: PrinterStanding) => Partial<PrinterStanding>);

/** A printer that goes on forgets why it did not. */
export function standingAfter(standing: PrinterStanding, change: StandingChange): PrinterStanding {
  const changed = typeof change === 'function' ? change(standing) : change;
  const goesOn = stops.some((stop) => changed[stop] === false);
  return { ...standing, ...(goesOn ? { reason: undefined } : {}), ...changed };
}

const stops = ['paused', 'disabled', 'shutDown', 'holdsNewJobs'] as const;

/** Whether jobs wait until somebody releases them. */
export interface ReleaseRule {
  /** nobody: they do not. owner: their owner or an operator releases them. operator: an operator alone. */
  readonly by: 'nobody' | 'owner' | 'operator';
  /** How an owner must be known to release; as for printing when absent. */
  readonly levels?: readonly IdentityLevel[];
  /** Printers at which a job may be released besides this one. */
  readonly at: readonly string[];
  /** Minutes after which a job that nobody released ends unprinted. */
  readonly expireAfterMinutes: number;
}

/** One printer as configured: everything that decides about a job, frozen. */
export interface PrinterSettings {
  readonly name: string;
  readonly info: string;
  readonly location: string;
  /** printer-uuid; made from the installation and the name when absent. */
  readonly uuid?: string;
  /** Where it stands, as a geo: URI (RFC 5870). */
  readonly geoLocation?: string;
  /** Device URI as the administrator wrote it, `file:` made absolute. */
  readonly device: string;
  readonly prices: PriceList;
  readonly unknownCount: UnknownCountRule;
  readonly refusals: RefusalStyle;
  readonly onError: OnErrorRule;
  readonly afterCrash: DoubtRule;
  readonly afterPartial: DoubtRule;
  /** Charge of a job cancelled while it was being relayed when the device does not say what it printed. */
  readonly cancelled: 'full' | 'none' | 'operator';
  /** Whether a device may report (and be paid) more impressions than were counted. */
  readonly overrun: 'held' | 'device';
  /** Milliseconds from the last octet until the client is answered although the count is not there. */
  readonly answerWithinMs: { readonly cups: number; readonly other: number };
  /** Whether it is announced on the network, where the server announces its printers. */
  readonly dnsSd: boolean;
  /** Whether clients may come without TLS. */
  readonly tls: 'optional' | 'required';
  readonly identity: {
    /** How a user may be known to print. */
    readonly levels: readonly IdentityLevel[];
    /** How well a user must be known to be told what is left; absent: `levels` without `claimed`. */
    readonly personal?: readonly IdentityLevel[];
  };
  /** Attributes without which no job is taken (printer-mandatory-job-attributes). */
  readonly mandatoryJobAttributes: readonly string[];
  readonly release: ReleaseRule;
  /** Largest document, octets after decompression. */
  readonly documentOctetsMax: number;
  /** Largest job, impressions. */
  readonly jobImpressionsMax: number;
  /** Overrides what is known of the device; raw devices need it for anything but the defaults. */
  readonly capabilities: Partial<Capabilities>;
}
