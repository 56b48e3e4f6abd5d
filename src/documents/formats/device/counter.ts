import { plural } from '../../../base/plural.ts';
import type { PageCount, UncountableWhy } from '../../../model/page-count.ts';
import type { StreamCounter } from '../../counter.ts';
import type { EnclosedCounter, Format, WrapperDefaults } from '../../format.ts';
import { ScriptRun } from '../octets/octet-script.ts';
import { DevicePages } from './pages.ts';
import type { DeviceEnd, ReadDevice } from './script.ts';

/** How a device language is counted, bare and within PJL; `source` names what its pages are. */
export function countedBy(source: string, read: ReadDevice): Pick<Format, 'open' | 'openEnclosed'> {
  return {
    open: ({ mediaType }) => new DeviceCounter({ mediaType, source, read, defaults: bare }),
    openEnclosed: ({ mediaType }, defaults) => new DeviceCounter({ mediaType, source, read, defaults }),
  };
}

const bare: WrapperDefaults = { copies: 1, sides: undefined, closed: false };

/** What may follow the end of a bare document and prints nothing. */
const blanks: ReadonlySet<number> = new Set([0x00, 0x04, 0x09, 0x0a, 0x0d, 0x20]);

interface Opening {
  readonly mediaType: string;
  readonly source: string;
  readonly read: ReadDevice;
  readonly defaults: WrapperDefaults;
}

/** Counts a document of a device language by the script that reads it. */
class DeviceCounter implements StreamCounter, EnclosedCounter {
  readonly #opening: Opening;
  readonly #pages: DevicePages;
  readonly #run: ScriptRun<DeviceEnd>;
  #trailing = false;

  constructor(opening: Opening) {
    this.#opening = opening;
    this.#pages = new DevicePages(opening.defaults);
    this.#run = new ScriptRun((input) => opening.read(this.#pages, input));
  }

  get ended(): boolean {
    if (!this.#run.ended) return false;
    const end = this.#run.finish();
    return end?.kind === 'whole' && end.by === 'escape';
  }

  push(chunk: Uint8Array): void {
    const at = this.#run.push(chunk);
    if (at < chunk.length && !this.#trailing)
      this.#trailing = chunk.subarray(at).some((octet) => !blanks.has(octet));
  }

  take(chunk: Uint8Array, start: number): number {
    const at = this.#run.push(chunk, start);
    if (at === chunk.length || this.ended) return at;
    this.#trailing ||= chunk.subarray(at).some((octet) => !blanks.has(octet));
    return chunk.length;
  }

  finish(): Promise<PageCount> {
    return Promise.resolve(this.#answer());
  }

  #answer(): PageCount {
    const end = this.#run.finish();
    const pages = this.#pages.pages;
    const limit = this.#pages.limit;
    if (limit !== undefined) return this.#unknown(limit, 'The document asks for more than a limit allows.');
    if (end === undefined)
      return this.#unknown('incomplete', `The data is cut off behind ${plural(pages, 'page')}.`);
    if (end.kind === 'unknown') return this.#unknown(end.why, end.sentence);
    if (this.#trailing) return this.#unknown('unsupported', 'Something else follows the end of the data.');
    if (end.by === 'octets' && this.#pages.closed) {
      return this.#unknown('incomplete', 'The job has no end mark.');
    }
    if (pages === 0) return this.#unknown('empty', 'No page comes out.');
    return this.#counted();
  }

  #counted(): PageCount {
    const { mediaType, source } = this.#opening;
    const { doubt } = this.#pages;
    return {
      kind: 'counted',
      format: mediaType,
      ...this.#pages.finish(),
      confidence: doubt === '' ? 'exact' : 'estimated',
      source,
      evidence: [
        `${plural(this.#pages.pages, 'page')}, each followed to its end, payload passed over by its length.`,
        ...(doubt === '' ? [] : [doubt]),
      ],
    };
  }

  #unknown(why: UncountableWhy, sentence: string): PageCount {
    const seen = this.#pages.pages === 0 ? {} : { seen: this.#pages.pages };
    return { kind: 'unknown', format: this.#opening.mediaType, why, ...seen, evidence: [sentence] };
  }
}
