import { firstString, statuses } from '../../ipp/index.ts';
import type { PrinterView, PrintJobs } from '../../jobs/index.ts';
import type { Identity } from '../../model/identity.ts';
import type { PrinterStanding } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { operatorTextOctetsMax } from '../attributes/settable.ts';
import { failure, type IppAnswer, success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { type OperatorWord, wordOnPrinter } from '../requests/operator-word.ts';
import { operatorsOnly } from '../requests/operators.ts';

/** RFC 8011 §4.2.7, §4.2.8. What is at the device goes on in any case: Pause-Printer-After-Current-Job is the same. */
export const pausePrinter: Operation = stopping((jobs, name) => jobs.pause(name));
export const resumePrinter: Operation = changing((jobs, name) => jobs.resume(name));

/** RFC 3998 §3.1. */
export const enablePrinter: Operation = changing((jobs, name) =>
  jobs.changePrinter(name, { disabled: false }),
);
export const disablePrinter: Operation = stopping((jobs, name) =>
  jobs.changePrinter(name, { disabled: true }),
);

/** RFC 3998 §3.3. */
export const holdNewJobs: Operation = stopping((jobs, name) =>
  jobs.changePrinter(name, { holdsNewJobs: true }),
);
export const releaseHeldNewJobs: Operation = changing((jobs, name, by) => jobs.releaseNewJobs(name, by));

/** RFC 3998 §3.5: of this printer alone; the server and the device stay as they are. */
export const restartPrinter: Operation = changing((jobs, name) => jobs.restartPrinter(name));
export const shutdownPrinter: Operation = stopping((jobs, name) =>
  jobs.changePrinter(name, { shutDown: true }),
);

/** RFC 3998 §3.5.3: takes jobs only after Enable-Printer, and is possible only where the printer is shut down. */
export const startupPrinter: Operation = changing(
  (jobs, name) => jobs.startPrinter(name),
  ({ standing, settings }) =>
    standing.shutDown
      ? undefined
      : failure(statuses.clientErrorNotPossible, say('not-shut-down', { printer: settings.name })),
);

type ChangePrinter = (jobs: PrintJobs, name: string, by: Identity) => Promise<boolean>;

/**
 * What is said with it is told as its reason, until the printer goes on; `cupsdisable -r` and `cupsreject -r` say it as
 * printer-state-message.
 */
function stopping(change: ChangePrinter): Operation {
  return changing(
    change,
    () => undefined,
    (word) => ({ reason: word === null || word === '' ? undefined : word }),
  );
}

/**
 * `whyNot`: what its state has against it. An operator may say why it is done (printer-message-from-operator, RFC 3998 §6);
 * when nothing is said the message of before stays.
 */
function changing(
  change: ChangePrinter,
  whyNot: (printer: PrinterView) => IppAnswer | undefined = () => undefined,
  reasonOf: (word: OperatorWord) => Partial<PrinterStanding> = () => ({}),
): Operation {
  return {
    target: 'printer',
    answer: async (request, printer, { jobs }) => {
      const refused = operatorsOnly(request) ?? whyNot(printer);
      if (refused !== undefined) return refused;
      const { name } = printer.settings;
      const message = wordOnPrinter(request.operation);
      const word = message === undefined ? firstString(request.operation, 'printer-state-message') : message;
      if (typeof word === 'string' && Buffer.byteLength(word) > operatorTextOctetsMax) {
        return failure(
          statuses.clientErrorRequestValueTooLong,
          `The message may have at most ${operatorTextOctetsMax} octets.`,
        );
      }
      if (!(await change(jobs, name, request.identity))) {
        return failure(statuses.clientErrorNotFound, say('no-printer', { printer: name }));
      }
      if (word !== undefined) {
        const said = message === undefined ? {} : { message };
        await jobs.changePrinter(name, { ...said, ...reasonOf(word) });
      }
      return success();
    },
  };
}
