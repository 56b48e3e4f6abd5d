import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { codeAt, codeIn, headOctets, operations, requestIdIn } from '../../ipp/index.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { type IppAnswer, successPieces } from '../requests/answer.ts';
import { digestOf } from './digest.ts';
import { webAddressOf } from './web-address.ts';

/** Longer headers are read anew each time: strangers choose them, and no client polls with one. */
const headerOctetsMax = 2_048;
/** At most 2 KiB each: some hundred clients that poll some printers. */
const remembered = 1_024;

/** How the same request is answered again. */
export interface Repeat {
  readonly repeat: NonNullable<IppAnswer['repeat']>;
  readonly speech: Speech;
}

/** One request that is known. */
interface Known extends Repeat {
  readonly header: Buffer;
  /** The name and port of this host, as they are answered. */
  readonly authority: string;
  readonly agent: string;
  readonly coding: string;
  readonly secure: boolean;
  /** Who sits where is a proof of who asks. */
  readonly address: string;
}

/**
 * Clients ask for the attributes of a printer every few seconds with the same octets but for the request-id. What those
 * octets ask for is remembered, and the answer as long as nothing of it has changed. Reading, checking and understanding
 * such a request again, and joining the answer again, was most of its cost. Whoever proves who it is may be told more than
 * others are, and is never answered from here.
 */
export class Repeats {
  /** By the digest of the octets; the few that share one stand side by side. */
  readonly #known = new Map<number, Known[]>();
  #count = 0;
  /** Of each group that is alive: clients with one wish share it. */
  readonly #tails = new WeakMap<Buffer, string>();

  find(request: IncomingMessage, header: Buffer): Repeat | undefined {
    if (!isRepeatable(request, header)) return undefined;
    return this.#known
      .get(digestOf(header, headOctets, header.length))
      ?.find((each) => isSame(each, request, header));
  }

  /**
   * The answer behind version, status and request-id, one character an octet; undefined when what the request asks for is
   * not there any more.
   */
  tailOf({ repeat, speech }: Repeat): string | undefined {
    const group = repeat();
    if (group === undefined) return undefined;
    const tail = this.#tails.get(group) ?? Buffer.concat(successPieces(group, speech)).toString('latin1');
    this.#tails.set(group, tail);
    return tail;
  }

  remember(request: IncomingMessage, header: Buffer, repeat: Repeat): void {
    if (!isRepeatable(request, header)) return;
    if (this.#count >= remembered) {
      this.#known.clear();
      this.#count = 0;
    }
    const digest = digestOf(header, headOctets, header.length);
    const beside = this.#known.get(digest) ?? [];
    // A copy: the header is a piece of what came off the wire.
    const known = { ...repeat, ...askerOf(request), header: Buffer.from(header) };
    this.#known.set(digest, [...beside, known]);
    this.#count += 1;
  }
}

/** No other operation is looked at, so that the way of a job costs nothing more. */
function isRepeatable({ headers, socket }: IncomingMessage, header: Buffer): boolean {
  return (
    codeIn(header) === operations.getPrinterAttributes &&
    header.length <= headerOctetsMax &&
    requestIdIn(header) > 0 &&
    headers.host !== undefined &&
    headers.authorization === undefined &&
    socket.remoteAddress !== undefined &&
    !(socket instanceof TLSSocket && socket.authorized)
  );
}

/** Everything else that an answer is made of: the name of this host, and what client asks (clients.ts). */
function askerOf(
  request: IncomingMessage,
): Pick<Known, 'authority' | 'agent' | 'coding' | 'secure' | 'address'> {
  const { headers, socket } = request;
  return {
    authority: webAddressOf(request).authority,
    agent: headers['user-agent'] ?? '',
    // What tells ipptool from the rest of CUPS.
    coding: headers['accept-encoding'] ?? '',
    secure: socket instanceof TLSSocket,
    address: socket.remoteAddress ?? '',
  };
}

function isSame(known: Known, request: IncomingMessage, header: Buffer): boolean {
  const { headers, socket } = request;
  return (
    known.header.length === header.length &&
    known.authority === webAddressOf(request).authority &&
    known.agent === (headers['user-agent'] ?? '') &&
    known.coding === (headers['accept-encoding'] ?? '') &&
    known.secure === socket instanceof TLSSocket &&
    known.address === socket.remoteAddress &&
    known.header.compare(header, 0, codeAt, 0, codeAt) === 0 &&
    known.header.compare(header, headOctets, header.length, headOctets, header.length) === 0
  );
}
