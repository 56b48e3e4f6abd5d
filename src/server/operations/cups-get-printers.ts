import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstInteger, firstString, statuses } from '../../ipp/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { requestedAttributes } from '../requests/requested.ts';
import { defaultPrinter } from '../requests/resolve.ts';

/** Lets `lpstat -h HOST` and old cups-browsed list our printers. */
export const cupsGetPrinters: Operation = {
  target: 'server',
  answer: async ({ operation, address, speech }, { jobs, printerAttributes }) => {
    const requested = requestedAttributes(operation);
    const first = firstString(operation, 'first-printer-name');
    const limit = firstInteger(operation, 'limit') ?? Number.POSITIVE_INFINITY;
    const all = jobs.printers();
    const from = first === undefined ? 0 : all.findIndex(({ settings }) => settings.name === first);
    const listed = from === -1 ? [] : all.slice(from, from + Math.max(limit, 0));
    const groups: Buffer[] = [];
    let turnEnds = performance.now() + turnMs;
    for (const printer of listed) {
      groups.push(printerAttributes.group(printer, { address, requested, speech }));
      if (performance.now() < turnEnds) continue;
      await nextTurn();
      turnEnds = performance.now() + turnMs;
    }
    return success(...groups);
  },
};

/** Milliseconds of one turn of the event loop: the first look at a thousand printers takes half a second in all. */
const turnMs = 5;

/** Lets `lpstat -t` and `-s` say that there are none: several devices of one printer are its own business here. */
export const cupsGetClasses: Operation = { target: 'server', answer: () => success() };

/** Lets `lp -h HOST` find the printer that is meant when none is named. */
export const cupsGetDefault: Operation = {
  target: 'server',
  answer: ({ operation, address, speech }, services) => {
    const printer = defaultPrinter(services);
    if (printer === undefined) return failure(statuses.clientErrorNotFound, say('no-default-printer'));
    const requested = requestedAttributes(operation);
    return success(services.printerAttributes.group(printer, { address, requested, speech }));
  },
};
