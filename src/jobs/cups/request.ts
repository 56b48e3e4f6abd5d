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
 * Copies that are not in the data. Given a file, a backend makes them (socket, lpd and usb send it that often, ipp says so to
 * the printer). A stream is printed once, with the copies that the filters have put into it or left to the device: argv[4]
 * says nothing of it, since with a banner it is 1 whatever the document's. The exception is the ipp backend.
 */
function copiesOf({ copies, source, deviceScheme, contentType = '', finalContentType }: AdapterJob): number {
  if (source === 'file') return copies;
  return saysCopies(deviceScheme) && isSentWithCopies(finalContentType ?? contentType) ? copies : 1;
}

/** How the copies of the wrapped backend meet those in the data. */
export function copiesByOf({ deviceScheme, source, relay }: AdapterJob, own: CopiesBy): CopiesBy {
  if (relay === true) return own;
  if (saysCopies(deviceScheme)) return 'attribute';
  return source === 'stdin' ? 'driver' : 'resend';
}

/** The ipp backend under its names; dnssd runs it for what it has found. */
const ippSchemes = ['ipp', 'ipps', 'http', 'https', 'dnssd', 'mdns'];

function saysCopies(scheme: string): boolean {
  return ippSchemes.includes(scheme.toLowerCase());
}

/**
 * Of a stream the ipp backend sends its options, and argv[4] as `copies` among them, for these types alone
 * (OpenPrinting/cups v2.4.2 and later, backend/ipp.c: main, send_options); of the images not for those of several pages, into
 * which the filters have put the copies: image/pwg-raster and image/urf (cups/ppd-cache.c, _cupsConvertOptions). A printer
 * that takes one copy only, or cannot collate, gets 1: then the backend's own count corrects ours.
 */
function isSentWithCopies(type: string): boolean {
  return /^(?:application\/(?:pdf|vnd\.cups-pdf|pclm)|image\/(?:gif|jp2|jpeg|png|tiff|x-.*))$/i.test(type);
}
