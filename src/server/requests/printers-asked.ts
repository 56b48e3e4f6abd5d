import type { PrinterView } from '../../jobs/index.ts';
import { challengeOf } from '../http/challenge.ts';
import type { IppRequest, Services } from './exchange.ts';
import { type Resolved, resolvePrinter, uriTarget } from './resolve.ts';
import { shutDownAnswer } from './shut-down.ts';

/**
 * The printer of `printer-uri`; at the server itself every printer, as with Get-Jobs: `cancel -a` names none and means all. Of
 * those the ones that have to be asked in another way, or are shut down, are left out, unless there is no other.
 */
export function printersAsked(request: IppRequest, services: Services): Resolved<readonly PrinterView[]> {
  const target = uriTarget(request.uris, 'printer-uri');
  if ('answer' in target) return target;
  const asked = target.found.kind === 'server' ? { found: services.jobs.printers() } : one(request, services);
  if ('answer' in asked) return asked;
  const refusalOf = (printer: PrinterView) =>
    shutDownAnswer(request.message.code, printer) ?? challengeOf(request, printer.settings);
  const open = asked.found.filter((printer) => refusalOf(printer) === undefined);
  if (open.length > 0) return { found: open };
  const [first] = asked.found;
  const refusal = first && refusalOf(first);
  return refusal === undefined ? { found: [] } : { answer: refusal };
}

function one(request: IppRequest, services: Services): Resolved<readonly PrinterView[]> {
  const printer = resolvePrinter(request, services);
  return 'answer' in printer ? printer : { found: [printer.found] };
}
