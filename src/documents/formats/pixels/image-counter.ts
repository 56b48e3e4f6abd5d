import { plural } from '../../../base/plural.ts';
import { impressionsMax } from '../../../model/money.ts';
import type { Counted, Ink, PageCount, UncountableWhy } from '../../../model/page-count.ts';
import type { StreamCounter } from '../../counter.ts';
import type { FormatContext } from '../../format.ts';
import { InkList } from '../../ink-list.ts';
import { type PageFacts, PageRunList } from '../../page-runs.ts';
import type { OctetInput } from '../octets/octet-input.ts';
import { type Script, ScriptRun } from '../octets/octet-script.ts';

/** How the reading of an image document ended. */
export interface ImageEnd {
  readonly kind: 'whole' | 'damaged';
  readonly sentence: string;
}

export type ImageScript<Result = ImageEnd> = Script<Result, ImageEnd>;

export function whole(sentence: string): ImageEnd {
  return { kind: 'whole', sentence };
}

export function damaged(sentence: string): ImageEnd {
  return { kind: 'damaged', sentence };
}

/** The pictures of a document, one page each. */
export class PicturePages {
  /** Undefined where nobody wants to know. */
  readonly #inks: InkList | undefined;
  readonly #runs = new PageRunList();

  constructor(wantsInk: boolean) {
    this.#inks = wantsInk ? new InkList() : undefined;
  }

  get wantsInk(): boolean {
    return this.#inks !== undefined;
  }

  get pages(): number {
    return this.#runs.pages;
  }

  add(facts: PageFacts, ink?: Ink): void {
    this.#runs.add(facts);
    this.#inks?.add(ink);
  }

  finish(): Pick<Counted, 'runs' | 'ink'> {
    return { runs: this.#runs.finish(), ...this.#inks?.told(this.pages) };
  }
}

/** Counts a document of pictures by a script that adds each picture to `pages` when it is whole. */
export class ImageCounter implements StreamCounter {
  readonly #mediaType: string;
  readonly #pages: PicturePages;
  readonly #run: ScriptRun<ImageEnd>;

  constructor(
    { mediaType, wish }: Pick<FormatContext, 'mediaType' | 'wish'>,
    script: (pages: PicturePages, input: OctetInput) => ImageScript,
  ) {
    this.#mediaType = mediaType;
    this.#pages = new PicturePages(wish.ink === true);
    this.#run = new ScriptRun((input) => script(this.#pages, input));
  }

  push(chunk: Uint8Array): void {
    this.#run.push(chunk);
  }

  finish(): Promise<PageCount> {
    return Promise.resolve(this.#answer());
  }

  #answer(): PageCount {
    const end = this.#run.finish();
    const pages = this.#pages.pages;
    if (end === undefined) return this.#unknown('incomplete', `Picture ${pages + 1} is cut off.`);
    if (end.kind === 'damaged') return this.#unknown('damaged', end.sentence);
    if (pages > impressionsMax) return this.#unknown('limit:pages', 'More pictures than IPP can say.');
    return {
      kind: 'counted',
      format: this.#mediaType,
      pages,
      ...this.#pages.finish(),
      confidence: 'exact',
      source: `${plural(pages, 'picture')}, one page each`,
      evidence: [end.sentence],
    };
  }

  #unknown(why: UncountableWhy, sentence: string): PageCount {
    const pages = this.#pages.pages;
    const seen = pages === 0 ? {} : { seen: pages };
    return { kind: 'unknown', format: this.#mediaType, why, ...seen, evidence: [sentence] };
  }
}
