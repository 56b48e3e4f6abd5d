import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { operations } from '../ipp/index.ts';
import type { Speech } from '../model/sentences/sentence.ts';
import type { IppAnswer } from './answer.ts';

/** Longer headers are read anew each time: strangers choose them, and no client polls with one. */
const headerOctetsMax = 2_048;
const remembered = 128;
const operationAt = 2;
const requestIdAt = 4;
const attributesAt = 8;

interface Repeat {
  readonly repeat: NonNullable<IppAnswer['repeat']>;
  readonly speech: Speech;
}

interface Repeated {
  readonly answer: IppAnswer;
  readonly speech: Speech;
}

/**
 * Clients ask for the attributes of a printer every few seconds with the same octets but for the request-id. What those
 * octets ask for is remembered, not the answer: it is made anew with the state of the printer. Reading, checking and
 * understanding such a request again was half of its cost.
 */
export class Repeats {
  readonly #known = new Map<string, Repeat>();

  /** Also undefined when what was asked for is not there any more. */
  answerTo(request: IncomingMessage, header: Buffer): Repeated | undefined {
    const key = keyOf(request, header);
    const known = key === undefined ? undefined : this.#known.get(key);
    const answer = known?.repeat();
    return known === undefined || answer === undefined ? undefined : { answer, speech: known.speech };
  }

  remember(request: IncomingMessage, header: Buffer, repeat: Repeat): void {
    const key = keyOf(request, header);
    if (key === undefined) return;
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(key, repeat);
  }
}

/**
 * Everything that the answer is made of: the octets without the request-id, the name of this host, and what client asks.
 * No other operation is looked at, so that the way of a job costs nothing more.
 */
function keyOf({ headers, socket }: IncomingMessage, header: Buffer): string | undefined {
  if (header.readUInt16BE(operationAt) !== operations.getPrinterAttributes) return undefined;
  // What tells ipptool from the rest of CUPS, see clients.ts.
  const { host, 'user-agent': agent = '', 'accept-encoding': coding = '' } = headers;
  if (host === undefined || header.length > headerOctetsMax || header.readInt32BE(requestIdAt) <= 0) {
    return undefined;
  }
  const scheme = socket instanceof TLSSocket ? 'ipps' : 'ipp';
  return `${scheme}\n${host}\n${agent}\n${coding}\n${header.readUInt16BE(0)}\n${header.toString('latin1', attributesAt)}`;
}
