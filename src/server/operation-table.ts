import { operations as ids } from '../ipp/index.ts';
import type { Operation } from './exchange.ts';
import { cancelJobs, cancelMyJobs } from './operations/cancel-jobs.ts';
import { cancelJob, holdJob, releaseJob } from './operations/change-job.ts';
import { pausePrinter, resumePrinter } from './operations/change-printer.ts';
import { createJob } from './operations/create-job.ts';
import { cupsGetDefault, cupsGetPrinters } from './operations/cups-get-printers.ts';
import { getJobAttributes } from './operations/get-job-attributes.ts';
import { getJobs } from './operations/get-jobs.ts';
import { getPrinterAttributes } from './operations/get-printer-attributes.ts';
import { getPrinterSupportedValues } from './operations/get-printer-supported-values.ts';
import { identifyPrinter } from './operations/identify-printer.ts';
import { printJob } from './operations/print-job.ts';
import { closeJob, sendDocument } from './operations/send-document.ts';
import { validateJob } from './operations/validate-job.ts';

/**
 * Every operation that is answered, by operation-id; operations-supported is its keys. Print-URI and Send-URI are left
 * out: they would make the server fetch what a stranger names.
 */
export const operationTable: ReadonlyMap<number, Operation> = new Map([
  [ids.printJob, printJob],
  [ids.validateJob, validateJob],
  [ids.createJob, createJob],
  [ids.sendDocument, sendDocument],
  [ids.cancelJob, cancelJob],
  [ids.getJobAttributes, getJobAttributes],
  [ids.getJobs, getJobs],
  [ids.getPrinterAttributes, getPrinterAttributes],
  [ids.holdJob, holdJob],
  [ids.releaseJob, releaseJob],
  [ids.pausePrinter, pausePrinter],
  [ids.resumePrinter, resumePrinter],
  [ids.getPrinterSupportedValues, getPrinterSupportedValues],
  [ids.cancelJobs, cancelJobs],
  [ids.cancelMyJobs, cancelMyJobs],
  [ids.closeJob, closeJob],
  [ids.identifyPrinter, identifyPrinter],
  [ids.cupsGetDefault, cupsGetDefault],
  [ids.cupsGetPrinters, cupsGetPrinters],
]);
