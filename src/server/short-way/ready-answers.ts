import type { Clock } from '../../base/clock.ts';
import { headOctets, type IppVersion, writeAsked } from '../../ipp/index.ts';
import type { Speech } from '../../model/sentences/sentence.ts';
import { successPieces } from '../requests/answer.ts';

interface Ready {
  readonly octets: Buffer;
  /** Where the IPP message begins. */
  readonly messageAt: number;
}

interface Asked {
  readonly version: IppVersion;
  readonly requestId: number;
  readonly speech: Speech;
}

/**
 * HTTP answers of one group that have succeeded, whole but for the eight octets that differ from one request to the next,
 * which are written over those of the request before.
 */
export class ReadyAnswers {
  readonly #clock: Clock;
  readonly #keepAliveSeconds: number;
  /** A group lasts until something of it changes, its time of day every second: the Date of HTTP is that of its time. */
  readonly #ready = new WeakMap<Buffer, Ready>();

  constructor({ clock, keepAliveMs }: { readonly clock: Clock; readonly keepAliveMs: number }) {
    this.#clock = clock;
    this.#keepAliveSeconds = Math.floor(keepAliveMs / 1000);
  }

  /** Good until the next call, unless they are forgotten before. */
  octets(group: Buffer, asked: Asked): Buffer {
    const ready = this.#ready.get(group) ?? this.#make(group, asked.speech);
    const { octets, messageAt } = ready;
    writeAsked(octets, messageAt, asked);
    return octets;
  }

  /** The octets that were last given are not written over any more. */
  forget(group: Buffer): void {
    this.#ready.delete(group);
  }

  #make(group: Buffer, speech: Speech): Ready {
    const message = Buffer.concat([Buffer.alloc(headOctets), ...successPieces(group, speech)]);
    const head = Buffer.from(this.#head(message.length), 'latin1');
    const ready = { octets: Buffer.concat([head, message]), messageAt: head.length };
    this.#ready.set(group, ready);
    return ready;
  }

  /** What the HTTP server says of the same answer, in its order. */
  #head(length: number): string {
    return [
      'HTTP/1.1 200 OK',
      'Content-Type: application/ipp',
      `Content-Length: ${length}`,
      `Date: ${new Date(this.#clock.now()).toUTCString()}`,
      'Connection: keep-alive',
      `Keep-Alive: timeout=${this.#keepAliveSeconds}`,
      '\r\n',
    ].join('\r\n');
  }
}
