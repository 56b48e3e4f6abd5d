import type { PageCount } from '../../model/page-count.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { startsWithText } from '../recognise.ts';
import { XlReader } from './pclxl/reader.ts';

/** HP PCL XL, also called PCL 6, as it stands without PJL around it; `'` is its ASCII binding, which is not read. */
export const recognisePclXl: (head: Uint8Array) => boolean = startsWithText(
  ') HP-PCL XL;',
  '( HP-PCL XL;',
  "' HP-PCL XL;",
);

export function openPclXl({ mediaType, wish }: FormatContext): StreamCounter {
  return new PclXlCounter(new XlReader(mediaType, wish.colour === true));
}

/** Octets that are kept of what follows the language: a few lines of PJL at most. */
const tailOctetsMax = 4_096;

/** Escapes that leave the language, blanks, and PJL that enters no other language. */
const harmlessTail = /^(?:\u001b%-12345X|@PJL(?![^\n]*\bENTER\b)[^\n]*(?:\n|$)|[\s\0])*$/i;

class PclXlCounter implements StreamCounter {
  readonly #reader: XlReader;
  #tail = '';
  #tailTooLong = false;

  constructor(reader: XlReader) {
    this.#reader = reader;
  }

  push(chunk: Uint8Array): void {
    const at = this.#reader.take(chunk, 0);
    if (!this.#reader.ended || this.#tailTooLong) return;
    this.#tailTooLong = this.#tail.length + chunk.length - at > tailOctetsMax;
    if (!this.#tailTooLong) this.#tail += String.fromCharCode(...chunk.subarray(at));
  }

  finish(): Promise<PageCount> {
    return Promise.resolve(this.#answer());
  }

  #answer(): PageCount {
    const answer = this.#reader.answer();
    if (answer.kind === 'unknown' || (!this.#tailTooLong && harmlessTail.test(this.#tail))) return answer;
    return this.#reader.unknown('unsupported', 'Something else follows the end of PCL XL.');
  }
}
