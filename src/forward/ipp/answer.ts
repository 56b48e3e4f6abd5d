import type { IppMessage } from '../../ipp/index.ts';
import { firstString, groupOf, groupTags, statuses, statusName } from '../../ipp/index.ts';

/**
 * What an answer means for a job:
 *   done      taken, perhaps with attributes ignored
 *   busy      not now; the same request may be taken later, and nothing has happened
 *   refused   this very job will never be taken
 *   gone      there is no such job (or printer) any more
 *   failed    anything else; another attempt may go better
 */
type Verdict = 'done' | 'busy' | 'refused' | 'gone' | 'failed';

/** Statuses that mean more than `failed`. From 0x0000 to 0x00ff all is success (RFC 8011 §4.1.6.1). */
const verdicts: ReadonlyMap<number, Verdict> = new Map<number, Verdict>([
  [statuses.serverErrorBusy, 'busy'],
  [statuses.serverErrorNotAcceptingJobs, 'busy'],
  [statuses.serverErrorTemporaryError, 'busy'],
  [statuses.serverErrorServiceUnavailable, 'busy'],
  [statuses.serverErrorTooManyJobs, 'busy'],
  [statuses.serverErrorTooManyDocuments, 'busy'],
  // A jam or an empty tray before the document was sent: a person is needed, not another device.
  [statuses.serverErrorDeviceError, 'busy'],
  [statuses.clientErrorNotFound, 'gone'],
  [statuses.clientErrorGone, 'gone'],
  [statuses.clientErrorForbidden, 'refused'],
  [statuses.clientErrorNotAuthenticated, 'refused'],
  [statuses.clientErrorNotAuthorized, 'refused'],
  [statuses.clientErrorRequestEntityTooLarge, 'refused'],
  [statuses.clientErrorRequestValueTooLong, 'refused'],
  [statuses.clientErrorDocumentFormatNotSupported, 'refused'],
  [statuses.clientErrorAttributesOrValuesNotSupported, 'refused'],
  [statuses.clientErrorConflictingAttributes, 'refused'],
  [statuses.clientErrorCompressionNotSupported, 'refused'],
  [statuses.clientErrorCompressionError, 'refused'],
  [statuses.clientErrorDocumentFormatError, 'refused'],
  [statuses.clientErrorDocumentPasswordError, 'refused'],
  [statuses.clientErrorDocumentPermissionError, 'refused'],
  [statuses.clientErrorDocumentSecurityError, 'refused'],
  [statuses.clientErrorDocumentUnprintableError, 'refused'],
  // A device that keeps accounts itself.
  [statuses.clientErrorAccountInfoNeeded, 'refused'],
  [statuses.clientErrorAccountClosed, 'refused'],
  [statuses.clientErrorAccountLimitReached, 'refused'],
  [statuses.clientErrorAccountAuthorizationFailed, 'refused'],
  [statuses.cupsAccountInfoNeeded, 'refused'],
  [statuses.cupsAccountClosed, 'refused'],
  [statuses.cupsAccountLimitReached, 'refused'],
  [statuses.cupsAccountAuthorizationFailed, 'refused'],
]);

export interface IppAnswer {
  readonly code: number;
  readonly verdict: Verdict;
  /** The status and what the device says about it, for people. */
  readonly sentence: string;
  readonly message: IppMessage;
}

export function answerOf(message: IppMessage): IppAnswer {
  const { code } = message;
  const operation = groupOf(message, groupTags.operation);
  const said = operation === undefined ? undefined : firstString(operation, 'status-message');
  const name = statusName(code) ?? `status 0x${code.toString(16).padStart(4, '0')}`;
  return { code, verdict: verdictOf(code), sentence: said ? `${name}: ${said}` : name, message };
}

function verdictOf(code: number): Verdict {
  if (code <= 0x00ff) return 'done';
  return verdicts.get(code) ?? 'failed';
}
