import { type IppVersion, requestIdAt, requestIdIn, requestIdOctets } from '../../ipp/index.ts';
import { digestOf } from '../http/digest.ts';
import { bodyAtIn } from '../http/end-of-head.ts';
import type { Repeat } from '../http/repeats.ts';

interface Known extends Repeat {
  /** Of the answer. */
  readonly version: IppVersion;
}

interface Entry {
  readonly asker: string;
  readonly octets: Buffer;
  readonly known: Known;
}

/** Octets of one request, head and body. */
export const knownOctetsMax = 2_048;
/** Of all askers together, as many as Repeats remembers: 2 MiB at most. */
const requestsMax = 1_024;

/**
 * Whole HTTP requests by their octets, all but the request-id. Found by a digest, which makes nothing that the collector has to
 * clear away; whoever chooses octets of one digest makes the search as long as there are requests, which is 0.1 ms.
 */
export class KnownRequests {
  /** Those of one digest stand side by side. */
  readonly #entries = new Map<number, Entry[]>();
  #count = 0;

  find(asker: string, octets: Buffer): { readonly known: Known; readonly requestId: number } | undefined {
    if (octets.length > knownOctetsMax) return undefined;
    const messageAt = bodyAtIn(octets);
    const at = messageAt + requestIdAt;
    const beside = this.#entries.get(digestBut(octets, at));
    if (beside === undefined) return undefined;
    for (const entry of beside) {
      if (entry.asker === asker && isSame(entry.octets, octets, at)) {
        const requestId = requestIdIn(octets, messageAt);
        // Less is refused (RFC 8011 §4.1.2).
        return requestId > 0 ? { known: entry.known, requestId } : undefined;
      }
    }
    return undefined;
  }

  /** `octets` are one whole request of IPP. */
  add(asker: string, octets: Buffer, known: Known): void {
    if (this.#count >= requestsMax) {
      this.#entries.clear();
      this.#count = 0;
    }
    const at = bodyAtIn(octets) + requestIdAt;
    const digest = digestBut(octets, at);
    const beside = this.#entries.get(digest) ?? [];
    const others = beside.filter((entry) => entry.asker !== asker || !isSame(entry.octets, octets, at));
    this.#count += 1 + others.length - beside.length;
    // A copy: the octets are a piece of what came off the wire.
    this.#entries.set(digest, [...others, { asker, octets: Buffer.from(octets), known }]);
  }
}

function digestBut(octets: Buffer, at: number): number {
  return digestOf(octets, at + requestIdOctets, octets.length, digestOf(octets, 0, at));
}

function isSame(octets: Buffer, others: Buffer, at: number): boolean {
  const { length } = octets;
  return (
    length === others.length &&
    octets.compare(others, 0, at, 0, at) === 0 &&
    octets.compare(others, at + requestIdOctets, length, at + requestIdOctets, length) === 0
  );
}
