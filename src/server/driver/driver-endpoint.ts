import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../requests/exchange.ts';
import { targetOf } from '../requests/target.ts';
import { driverFile } from './driver-file.ts';

/**
 * Answers GET of the address of a printer with `.ppd` behind it, where libcups looks for its driver file
 * (cupsGetPPD3); false where that is not what is asked for.
 */
export function answersDriverFile(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  { jobs, printerAttributes }: Services,
): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || !url.endsWith(suffix)) return false;
  const target = targetOf(url.slice(0, -suffix.length));
  const printer = target?.kind === 'printer' ? jobs.printer(target.name) : undefined;
  if (printer === undefined) return false;
  const octets = Buffer.from(driverFile(printerAttributes.offered(printer)), 'latin1');
  response.writeHead(200, {
    'Content-Type': 'application/vnd.cups-ppd',
    'Content-Length': octets.length,
    'Cache-Control': 'no-store',
  });
  response.end(method === 'HEAD' ? undefined : octets);
  return true;
}

const suffix = '.ppd';
