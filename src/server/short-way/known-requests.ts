import type { IppVersion } from '../../ipp/index.ts';
import type { Repeat } from '../http/repeats.ts';

interface Known extends Repeat {
  /** Of the answer. */
  readonly version: IppVersion;
}

/** Octets of one request, head and body. */
export const knownOctetsMax = 2_048;
/** Of all askers together, as many as Repeats remembers: 2 MiB at most. */
const requestsMax = 1_024;

/** Behind the head: two octets of version, two of the operation, four of the request-id (RFC 8010 §3.1.1). */
const idAt = 4;
const idOctets = 4;
const endOfHead = '\r\n\r\n';

/**
 * Whole HTTP requests by their octets, all but the request-id. Looked up by text of one character an octet, whose hash the
 * engine seeds, so that nobody can choose octets that make the search long.
 */
export class KnownRequests {
  /** By who asks, by what stands before the request-id, by what stands behind it. */
  readonly #known = new Map<string, Map<string, Map<string, Known>>>();
  #count = 0;

  find(asker: string, octets: Buffer): { readonly known: Known; readonly requestId: number } | undefined {
    if (octets.length > knownOctetsMax) return undefined;
    const at = requestIdAt(octets);
    const known = this.#known
      .get(asker)
      ?.get(octets.toString('latin1', 0, at))
      ?.get(octets.toString('latin1', at + idOctets));
    if (known === undefined) return undefined;
    const requestId = octets.readInt32BE(at);
    // Less is refused (RFC 8011 §4.1.2).
    return requestId > 0 ? { known, requestId } : undefined;
  }

  /** `octets` are one whole request of IPP. */
  add(asker: string, octets: Buffer, known: Known): void {
    if (this.#count >= requestsMax) {
      this.#known.clear();
      this.#count = 0;
    }
    const at = requestIdAt(octets);
    const ofAsker = entry(this.#known, asker);
    const withHead = entry(ofAsker, octets.toString('latin1', 0, at));
    const body = octets.toString('latin1', at + idOctets);
    if (!withHead.has(body)) this.#count += 1;
    withHead.set(body, known);
  }
}

function requestIdAt(octets: Buffer): number {
  return octets.indexOf(endOfHead) + endOfHead.length + idAt;
}

function entry<Value>(all: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const found = all.get(key) ?? new Map<string, Value>();
  all.set(key, found);
  return found;
}
