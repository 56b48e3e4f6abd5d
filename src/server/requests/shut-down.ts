import { operations as ids, statuses } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from './answer.ts';

/**
 * The answer of a printer that is shut down: that it is not there, but to questions, to what ends a job that is half sent
 * (RFC 3998 §3.4.1, §3.5.2), and to what it has to take in any state (RFC 3998 §3, RFC 8011 §4.2.7 to §4.2.9). Undefined: it is up,
 * or answers this all the same.
 */
export function shutDownAnswer(code: number, printer: PrinterView | undefined): IppAnswer | undefined {
  if (printer?.standing.shutDown !== true || answered.has(code)) return undefined;
  return failure(statuses.serverErrorServiceUnavailable, say('printer-shut-down'));
}

const answered: ReadonlySet<number> = new Set([
  ids.getPrinterAttributes,
  ids.getUserPrinterAttributes,
  ids.getPrinterSupportedValues,
  ids.getJobs,
  ids.getJobAttributes,
  ids.getDocuments,
  ids.getDocumentAttributes,
  ids.getSubscriptions,
  ids.getSubscriptionAttributes,
  ids.getNotifications,
  ids.sendDocument,
  ids.sendUri,
  ids.closeJob,
  ids.pausePrinter,
  ids.pausePrinterAfterCurrentJob,
  ids.resumePrinter,
  ids.enablePrinter,
  ids.disablePrinter,
  ids.cupsAcceptJobs,
  ids.cupsRejectJobs,
  ids.holdNewJobs,
  ids.releaseHeldNewJobs,
  ids.purgeJobs,
  ids.restartPrinter,
  ids.shutdownPrinter,
  ids.startupPrinter,
]);
