import type { CopiesBy } from '../../accounting/index.ts';
import { newId } from '../../base/ids.ts';
import { type AdapterJob, keyText } from '../../model/adapter.ts';
import type { CupsOrigin } from '../../model/job.ts';
import { plainTicket } from '../../model/ticket.ts';
import type { JobRequest } from '../print-jobs.ts';
import type { CupsAsk } from './cups-jobs.ts';

/** A job of CUPS in the words of every other job. */
export function requestOf({ call, printer, identity }: CupsAsk): JobRequest {
  return {
    printer,
    identity,
    name: call.title,
    ticket: { ...plainTicket, copies: copiesOf(call) },
    attributes: '',
    priority: 50,
    held: false,
    estimate: {},
    answer: { withinMs: 0, lateRefusal: 'status' },
    cups: originOf(call),
  };
}

/** The question instead of the job: a no is no run of it, and is written once however often the question comes. */
export function asRefused<Kept extends Pick<JobRequest, 'cups'>>(kept: Kept, call: AdapterJob): Kept {
  const question = call.printed === undefined ? (call.ask ?? newId()) : String(call.printed.at);
  // No name of a queue holds the sign.
  return kept.cups === undefined
    ? kept
    : { ...kept, cups: { ...kept.cups, key: `${keyText(call)}#${question}` } };
}

function originOf(call: AdapterJob): CupsOrigin {
  const { instance, queue, job } = call;
  return { key: keyText(call), run: 1, instance, queue, job, relay: call.relay === true };
}

/**
 * Copies that are not in the data. Given a file, a backend makes them (socket and lpd send it that often, ipp says so to
 * the printer); a stream is printed once, with the copies that the filters have put into it. The exception is the ipp
 * backend, which says the copies of a PDF or an image to the printer also when it comes as a stream
 * (OpenPrinting/cups backend/ipp.c, send_options). With a banner the number is 1, whatever the document's.
 */
function copiesOf({ copies, source, deviceScheme, finalContentType = '' }: AdapterJob): number {
  if (source === 'file') return copies;
  return saysCopies(deviceScheme) && isPdfOrImage(finalContentType.toLowerCase()) ? copies : 1;
}

/** How the copies of the wrapped backend meet those in the data. */
export function copiesByOf({ deviceScheme, relay }: AdapterJob, own: CopiesBy): CopiesBy {
  if (relay === true) return own;
  return saysCopies(deviceScheme) ? 'attribute' : 'resend';
}

/** The ipp backend under its names; dnssd runs it for what it has found. */
const ippSchemes = ['ipp', 'ipps', 'http', 'https', 'dnssd', 'mdns'];

function saysCopies(scheme: string): boolean {
  return ippSchemes.includes(scheme.toLowerCase());
}

function isPdfOrImage(type: string): boolean {
  return type === 'application/pdf' || type === 'application/vnd.cups-pdf' || type.startsWith('image/');
}
