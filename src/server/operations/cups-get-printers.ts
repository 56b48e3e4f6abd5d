import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstInteger, firstString, type IppAttributes, statuses } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import type { PrinterAttributes } from '../attributes/printer-attributes.ts';
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
    const isMeant = filterOf(operation, printerAttributes);
    const limit = firstInteger(operation, 'limit') ?? Number.POSITIVE_INFINITY;
    const all = jobs.printers();
    const from = first === undefined ? 0 : all.findIndex(({ settings }) => settings.name === first);
    const groups: Buffer[] = [];
    let turnEnds = performance.now() + turnMs;
    for (const printer of from === -1 ? [] : all.slice(from)) {
      if (groups.length >= limit) break;
      if (isMeant(printer)) groups.push(printerAttributes.group(printer, { address, requested, speech }));
      if (performance.now() < turnEnds) continue;
      await nextTurn();
      turnEnds = performance.now() + turnMs;
    }
    return success(...groups);
  },
};

/** As in cupsd: all bits of printer-type under printer-type-mask, and the same place whatever its capitals. */
function filterOf(operation: IppAttributes, told: PrinterAttributes): (printer: PrinterView) => boolean {
  const type = firstInteger(operation, 'printer-type') ?? 0;
  const mask = firstInteger(operation, 'printer-type-mask') ?? 0;
  const location = firstString(operation, 'printer-location')?.toLowerCase();
  if (type === 0 && mask === 0 && location === undefined) return () => true;
  return (printer) => {
    const offered = told.offered(printer);
    return (
      ((firstInteger(offered, 'printer-type') ?? 0) & mask) === type &&
      (location === undefined || firstString(offered, 'printer-location')?.toLowerCase() === location)
    );
  };
}

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
