import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../base/clock.ts';
import type { IppVersion } from '../../ipp/index.ts';
import type { Repeat } from '../http/repeats.ts';
import { EarlyConnections } from './early-connections.ts';
import { KnownRequests } from './known-requests.ts';
import { Passage } from './passage.ts';
import { ReadyAnswers } from './ready-answers.ts';

export interface ShortWayOptions {
  readonly clock: Clock;
  /** Milliseconds for which the HTTP server keeps a connection between requests; it is told in each answer. */
  readonly keepAliveMs: number;
}

/** A request that the HTTP server is answering, whose answer holds for the same octets from the same asker. */
export interface Repeatable {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly version: IppVersion;
  readonly repeat: Repeat;
}

/**
 * Answers a request that comes again on a kept connection, octet for octet but for its request-id, before Node's HTTP sees
 * it. The HTTP server stays the owner of every connection and of everything else that comes on it: the first request, all
 * that is not known, and what is in any way out of the ordinary (docs/decisions/0009).
 */
export class ShortWay {
  readonly #known = new KnownRequests();
  readonly #answers: ReadyAnswers;
  readonly #passages = new WeakMap<Socket, Passage>();
  readonly #early: EarlyConnections;
  #closed = false;

  constructor(options: ShortWayOptions) {
    this.#answers = new ReadyAnswers(options);
    this.#early = new EarlyConnections(options.keepAliveMs);
  }

  /**
   * Called with the first octets of a connection, which the HTTP server has not seen yet. true: they were a known request and
   * are answered; `enter` follows when something else comes.
   */
  meet(socket: Socket, octets: Buffer, enter: () => void): boolean {
    const asker = askerOf(socket);
    if (asker === undefined || !this.#answer(socket, asker, octets)) return false;
    this.#early.keep(socket, { answer: (next) => this.#answer(socket, asker, next), enter });
    return true;
  }

  /** Called when the HTTP server has taken the connection, also when it takes it again, as after an upgrade. */
  open(socket: Socket): void {
    this.#passages.get(socket)?.leave();
    const asker = askerOf(socket);
    const [http, ...others]: readonly unknown[] = socket.listeners('data');
    // Should another version of Node listen in another way, everything goes the ordinary one.
    if (asker === undefined || !isListener(http) || others.length > 0) return;
    const answer = (octets: Buffer): boolean => this.#answer(socket, asker, octets);
    this.#passages.set(socket, new Passage(socket, { answer, http }));
  }

  /** The request may be answered here when it comes again; nobody but its octets says who asks. */
  learn({ request, response, version, repeat }: Repeatable): void {
    const { socket } = request;
    const asker = askerOf(socket);
    const passage = this.#passages.get(socket);
    const octets = passage?.whole(request);
    if (asker === undefined || octets === undefined) return;
    this.#known.add(asker, octets, { ...repeat, version });
    response.once('close', () => {
      passage?.rest(octets);
    });
  }

  /** From now on the HTTP server answers everything, and says that it closes. */
  close(): void {
    this.#closed = true;
    this.#early.close();
  }

  /** false: nothing has been done, the octets are for the HTTP server. */
  #answer(socket: Socket, asker: string, octets: Buffer): boolean {
    // Who does not read its answers waits in the queue that the HTTP server keeps.
    if (this.#closed || !socket.writable || socket.writableLength > 0) return false;
    const found = this.#known.find(asker, octets);
    const group = found && groupOf(found.known);
    if (found === undefined || group === undefined) return false;
    const { version, speech } = found.known;
    socket.write(this.#answers.octets(group, { version, speech, requestId: found.requestId }));
    // The kernel has not taken all of it: these octets have to stay as they are.
    if (socket.writableLength > 0) this.#answers.forget(group);
    return true;
  }
}

/** A fault is left to the ordinary way, which meets it too, answers and logs it. */
function groupOf({ repeat }: Repeat): Buffer | undefined {
  try {
    return repeat();
  } catch {
    return undefined;
  }
}

function isListener(value: unknown): value is (octets: Buffer) => void {
  return typeof value === 'function';
}

/** Everything that a connection adds to the octets of its requests; undefined where it proves who asks. */
function askerOf(socket: Socket): string | undefined {
  const { remoteAddress, localAddress, localPort } = socket;
  const secure = socket instanceof TLSSocket;
  if (remoteAddress === undefined || (secure && socket.authorized)) return undefined;
  return `${secure ? 'tls' : 'plain'} ${remoteAddress} ${localAddress} ${localPort}`;
}
