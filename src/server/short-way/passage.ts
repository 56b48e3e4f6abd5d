import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { knownOctetsMax } from './known-requests.ts';
import { bodyStart } from './whole-request.ts';

interface Ways {
  /** The short way; false when it cannot be gone. */
  readonly answer: (octets: Buffer) => boolean;
  /** What the HTTP server listens with. */
  readonly http: (octets: Buffer) => void;
}

/**
 * Which way the octets of one connection go. Only at rest does the short way see them first: the HTTP server then holds no
 * octet of this connection and owes it no answer, so that what comes next begins a request.
 *
 *     new ── one piece ──▶ asking ── it was one whole request, answered ──▶ at rest ◀─┐ answered the short way
 *                           ▲  │                                              │ └─────┘
 *                           │  └ another piece, or a large one ─▶ left        │
 *                           └──────────────── not known ──────────────────────┘
 *
 * Once left, the connection is the HTTP server's alone for as long as it lasts.
 */
export class Passage {
  readonly #socket: Socket;
  readonly #ways: Ways;
  /** The one piece that the HTTP server was given since it held nothing. */
  #asked: Buffer | undefined;
  #rests = false;

  constructor(socket: Socket, ways: Ways) {
    this.#socket = socket;
    this.#ways = ways;
    this.#goFirst();
  }

  /** What was asked last, when it is this request, whole, and nothing else; undefined in every other case. */
  whole(request: IncomingMessage): Buffer | undefined {
    const asked = this.#asked;
    return asked !== undefined && bodyStart(asked, request) !== undefined ? asked : undefined;
  }

  /** The whole request is answered, and the answer has left. */
  rest(asked: Buffer): void {
    // Something else may have come in the meantime.
    if (this.#asked !== asked) return;
    this.#asked = undefined;
    this.#rests = true;
    this.#socket.off('data', this.#another);
    this.#goFirst();
  }

  leave(): void {
    this.#asked = undefined;
    this.#socket.off('data', this.#another);
    if (this.#socket.listeners('data').includes(this.#take)) this.#goSecond();
  }

  #goFirst(): void {
    this.#socket.off('data', this.#ways.http);
    this.#socket.on('data', this.#take);
  }

  #goSecond(): void {
    this.#socket.off('data', this.#take);
    this.#socket.on('data', this.#ways.http);
  }

  readonly #take = (octets: Buffer): void => {
    if (this.#rests && this.#ways.answer(octets)) return;
    this.#rests = false;
    // The HTTP server gets its own listener back before it gets octets: it takes it away when a client wants an upgrade.
    this.#goSecond();
    if (octets.length <= knownOctetsMax) {
      this.#asked = octets;
      this.#socket.on('data', this.#another);
    }
    this.#ways.http.call(this.#socket, octets);
  };

  readonly #another = (): void => {
    this.leave();
  };
}
