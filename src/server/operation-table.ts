import { operations as ids } from '../ipp/index.ts';
import { cancelJobs, cancelMyJobs } from './operations/cancel-jobs.ts';
import { cancelJob, holdJob } from './operations/change-job.ts';
import {
  disablePrinter,
  enablePrinter,
  holdNewJobs,
  pausePrinter,
  releaseHeldNewJobs,
  restartPrinter,
  resumePrinter,
  shutdownPrinter,
  startupPrinter,
} from './operations/change-printer.ts';
import { createJob } from './operations/create-job.ts';
import { cupsGetClasses, cupsGetDefault, cupsGetPrinters } from './operations/cups-get-printers.ts';
import { cancelCurrentJob, resumeJob, suspendCurrentJob } from './operations/current-job.ts';
import {
  cancelDocument,
  getDocumentAttributes,
  getDocuments,
  setDocumentAttributes,
} from './operations/documents.ts';
import { getJobAttributes } from './operations/get-job-attributes.ts';
import { getJobs } from './operations/get-jobs.ts';
import { getNotifications } from './operations/get-notifications.ts';
import { getPrinterAttributes, getUserPrinterAttributes } from './operations/get-printer-attributes.ts';
import { getPrinterSupportedValues } from './operations/get-printer-supported-values.ts';
import { identifyPrinter } from './operations/identify-printer.ts';
import { restartJob, resubmitJob } from './operations/print-again.ts';
import { printJob } from './operations/print-job.ts';
import { printUri, sendUri } from './operations/print-uri.ts';
import { purgeJobs } from './operations/purge-jobs.ts';
import { releaseJob } from './operations/release-job.ts';
import { promoteJob, scheduleJobAfter } from './operations/schedule-job.ts';
import { closeJob, sendDocument } from './operations/send-document.ts';
import { setJobAttributes } from './operations/set-job-attributes.ts';
import { setPrinterAttributes } from './operations/set-printer-attributes.ts';
import {
  cancelSubscription,
  createJobSubscriptions,
  createPrinterSubscriptions,
  getSubscriptionAttributes,
  getSubscriptions,
  renewSubscription,
} from './operations/subscriptions.ts';
import { validateJob } from './operations/validate-job.ts';
import type { Operation } from './requests/exchange.ts';

/** Every operation that can be answered, by operation-id; operations-supported is those that are offered. */
export const operationTable: ReadonlyMap<number, Operation> = new Map([
  [ids.printJob, printJob],
  [ids.printUri, printUri],
  [ids.validateJob, validateJob],
  [ids.createJob, createJob],
  [ids.sendDocument, sendDocument],
  [ids.sendUri, sendUri],
  [ids.cancelJob, cancelJob],
  [ids.getJobAttributes, getJobAttributes],
  [ids.getJobs, getJobs],
  [ids.getPrinterAttributes, getPrinterAttributes],
  [ids.getUserPrinterAttributes, getUserPrinterAttributes],
  [ids.holdJob, holdJob],
  [ids.releaseJob, releaseJob],
  [ids.restartJob, restartJob],
  [ids.pausePrinter, pausePrinter],
  [ids.resumePrinter, resumePrinter],
  [ids.purgeJobs, purgeJobs],
  [ids.setPrinterAttributes, setPrinterAttributes],
  [ids.setJobAttributes, setJobAttributes],
  [ids.getPrinterSupportedValues, getPrinterSupportedValues],
  [ids.createPrinterSubscriptions, createPrinterSubscriptions],
  [ids.createJobSubscriptions, createJobSubscriptions],
  [ids.getSubscriptionAttributes, getSubscriptionAttributes],
  [ids.getSubscriptions, getSubscriptions],
  [ids.renewSubscription, renewSubscription],
  [ids.cancelSubscription, cancelSubscription],
  [ids.getNotifications, getNotifications],
  [ids.enablePrinter, enablePrinter],
  [ids.disablePrinter, disablePrinter],
  [ids.pausePrinterAfterCurrentJob, pausePrinter],
  [ids.holdNewJobs, holdNewJobs],
  [ids.releaseHeldNewJobs, releaseHeldNewJobs],
  [ids.restartPrinter, restartPrinter],
  [ids.shutdownPrinter, shutdownPrinter],
  [ids.startupPrinter, startupPrinter],
  [ids.reprocessJob, restartJob],
  [ids.cancelCurrentJob, cancelCurrentJob],
  [ids.suspendCurrentJob, suspendCurrentJob],
  [ids.resumeJob, resumeJob],
  [ids.promoteJob, promoteJob],
  [ids.scheduleJobAfter, scheduleJobAfter],
  [ids.cancelDocument, cancelDocument],
  [ids.getDocumentAttributes, getDocumentAttributes],
  [ids.getDocuments, getDocuments],
  [ids.setDocumentAttributes, setDocumentAttributes],
  [ids.cancelJobs, cancelJobs],
  [ids.cancelMyJobs, cancelMyJobs],
  [ids.resubmitJob, resubmitJob],
  [ids.closeJob, closeJob],
  [ids.identifyPrinter, identifyPrinter],
  [ids.cupsGetDefault, cupsGetDefault],
  [ids.cupsGetPrinters, cupsGetPrinters],
  [ids.cupsGetClasses, cupsGetClasses],
  // What cupsaccept and cupsreject say for Enable- and Disable-Printer.
  [ids.cupsAcceptJobs, enablePrinter],
  [ids.cupsRejectJobs, disablePrinter],
]);
