import { statuses } from '../../ipp/index.ts';
import type { AnswerStyle } from '../../jobs/index.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { byPrecedence, type Refusal, type RefusalKind } from '../../model/refusal.ts';
import { joined } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from './answer.ts';
import type { Client } from './clients.ts';

/** Before the document: Validate-Job and Create-Job. With it: Print-Job, Send-Document, Close-Job. */
export type Phase = 'before-document' | 'with-document';

interface RefusalStatus {
  /** For clients that know the registered codes, and for the others before a document. */
  readonly registered: number;
  /** For the CUPS backend before a document. */
  readonly cups: number;
  /** For the CUPS backend once it sends a document, where it differs. */
  readonly cupsWithDocument?: number;
}

/**
 * What each client does with a status decides which one it gets; measured on CUPS 2.4.2:
 *   049C–049F  the job is held on the client, its queue goes on
 *   040A       the job is cancelled
 *   0502, 0506 before a document: tried again every 10 s; 0404, 0502, 0507 with a document: a thousand times a second
 *   041C–041F  tried again every 10 s for ever, and the queue is blocked for everybody
 *   0500       the client's queue is stopped
 * What passes by itself but is said with the document is therefore held on a CUPS client, so that no job is lost.
 */
const refusalStatuses = {
  'unknown-printer': { registered: statuses.clientErrorNotFound, cups: statuses.clientErrorNotFound },
  // For good, so that no client may be kept trying: CUPS holds the job and says why.
  'wrong-way': {
    registered: statuses.serverErrorNotAcceptingJobs,
    cups: statuses.cupsAccountAuthorizationFailed,
  },
  'not-accepting': {
    registered: statuses.serverErrorNotAcceptingJobs,
    cups: statuses.serverErrorNotAcceptingJobs,
    cupsWithDocument: statuses.cupsAccountInfoNeeded,
  },
  'shutting-down': {
    registered: statuses.serverErrorServiceUnavailable,
    cups: statuses.serverErrorServiceUnavailable,
    cupsWithDocument: statuses.cupsAccountInfoNeeded,
  },
  'store-away': {
    registered: statuses.serverErrorServiceUnavailable,
    cups: statuses.serverErrorServiceUnavailable,
    cupsWithDocument: statuses.cupsAccountInfoNeeded,
  },
  'disk-full': {
    registered: statuses.serverErrorTemporaryError,
    cups: statuses.serverErrorServiceUnavailable,
    cupsWithDocument: statuses.cupsAccountInfoNeeded,
  },
  'identity-too-weak': {
    registered: statuses.clientErrorAccountAuthorizationFailed,
    cups: statuses.cupsAccountAuthorizationFailed,
  },
  'unknown-user': {
    registered: statuses.clientErrorAccountAuthorizationFailed,
    cups: statuses.cupsAccountAuthorizationFailed,
  },
  'account-blocked': { registered: statuses.clientErrorAccountClosed, cups: statuses.cupsAccountClosed },
  'format-not-supported': {
    registered: statuses.clientErrorDocumentFormatNotSupported,
    cups: statuses.clientErrorDocumentFormatNotSupported,
  },
  'not-countable': {
    registered: statuses.clientErrorDocumentFormatNotSupported,
    cups: statuses.clientErrorDocumentFormatNotSupported,
  },
  'document-damaged': {
    registered: statuses.clientErrorDocumentFormatError,
    cups: statuses.clientErrorDocumentFormatNotSupported,
  },
  'too-large': {
    registered: statuses.clientErrorRequestEntityTooLarge,
    cups: statuses.clientErrorDocumentFormatNotSupported,
  },
  'over-quota': {
    registered: statuses.clientErrorAccountLimitReached,
    cups: statuses.cupsAccountLimitReached,
  },
  'over-balance': {
    registered: statuses.clientErrorAccountLimitReached,
    cups: statuses.cupsAccountLimitReached,
  },
} as const satisfies Record<RefusalKind, RefusalStatus>;

export interface Asked {
  readonly client: Client;
  readonly phase: Phase;
  /** The printer's own rule; absent where the printer is not known. */
  readonly settings?: PrinterSettings;
}

/** Says a refusal: the gravest reason chooses the status, all reasons make the sentence. */
export function refusalAnswer(refusals: readonly Refusal[], asked: Asked): IppAnswer {
  const ordered = byPrecedence(refusals);
  const [first] = ordered;
  if (first === undefined) return failure(statuses.serverErrorInternalError, 'refused without a reason');
  return failure(refusalStatus(first.kind, asked), joined(ordered.map(({ message }) => message)));
}

function refusalStatus(kind: RefusalKind, { client, phase, settings }: Asked): number {
  const row: RefusalStatus = refusalStatuses[kind];
  if (styleOf(client, settings) !== 'cups') return row.registered;
  return phase === 'with-document' ? (row.cupsWithDocument ?? row.cups) : row.cups;
}

/** How `jobs` must answer this client at this printer. */
export function answerStyle(client: Client, settings: PrinterSettings): AnswerStyle {
  return {
    withinMs: client.patient ? settings.answerWithinMs.cups : settings.answerWithinMs.other,
    lateRefusal: styleOf(client, settings) === 'abort' ? 'abort' : 'status',
  };
}

/** Whether a refusal goes to a CUPS backend, which knows the statuses of CUPS alone. */
export function isToldByCups(client: Client, settings: PrinterSettings): boolean {
  return styleOf(client, settings) === 'cups';
}

function styleOf(client: Client, settings: PrinterSettings | undefined): Client['refusals'] {
  return settings === undefined || settings.refusals === 'auto' ? client.refusals : settings.refusals;
}
