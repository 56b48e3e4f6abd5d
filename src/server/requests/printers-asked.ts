import type { PrinterView } from '../../jobs/index.ts';
import { challengeOf } from '../http/challenge.ts';
import type { IppRequest, Services } from './exchange.ts';
import { type Resolved, resolvePrinter, uriTarget } from './resolve.ts';

/**
 * The printer of `printer-uri`; at the server itself every printer, as with Get-Jobs: `cancel -a` names none and means all. Of
 * those the ones that have to be asked in another way are left out, unless there is no other.
 */
export function printersAsked(request: IppRequest, services: Services): Resolved<readonly PrinterView[]> {
  const target = uriTarget(request.uris, 'printer-uri');
  if ('answer' in target) return target;
  const asked = target.found.kind === 'server' ? { found: services.jobs.printers() } : one(request, services);
  if ('answer' in asked) return asked;
  const open = asked.found.filter(({ settings }) => challengeOf(request, settings) === undefined);
  if (open.length > 0) return { found: open };
  const challenge = asked.found.map(({ settings }) => challengeOf(request, settings))[0];
  return challenge === undefined ? { found: [] } : { answer: challenge };
}

function one(request: IppRequest, services: Services): Resolved<readonly PrinterView[]> {
  const printer = resolvePrinter(request, services);
  return 'answer' in printer ? printer : { found: [printer.found] };
}
