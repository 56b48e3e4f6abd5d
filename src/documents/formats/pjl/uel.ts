/** Universal exit language: ESC%-12345X ends the data of one job and returns to PJL. ESC stands at its start only. */
export const uel: Uint8Array = Buffer.from('\u001b%-12345X', 'latin1');

const escapeOctet = 0x1b;

/** Finds the UEL in octets that come in chunks of any size. */
export class UelSearch {
  #matched = 0;

  /** Octets at the end of what was searched that may begin a UEL. */
  get matched(): number {
    return this.#matched;
  }

  get found(): boolean {
    return this.#matched === uel.length;
  }

  /** Searches from `start` on; returns the position behind the UEL, or the length of the chunk. */
  search(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && !this.found) {
      if (this.#matched === 0) {
        const escape = chunk.indexOf(escapeOctet, at);
        if (escape < 0) return chunk.length;
        at = escape;
      }
      if (chunk[at] === uel[this.#matched]) {
        this.#matched += 1;
        at += 1;
      } else {
        this.#matched = 0;
      }
    }
    return at;
  }
}
