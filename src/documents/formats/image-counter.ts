import { plural } from '../../base/plural.ts';
import { impressionsMax } from '../../model/money.ts';
import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { StreamCounter } from '../counter.ts';
import { PageRunList } from '../page-runs.ts';
import { type Script, ScriptRun } from './octet-script.ts';

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

/** Counts a document of pictures by a script that adds each picture to `pages` when it is whole. */
export class ImageCounter implements StreamCounter {
  readonly #mediaType: string;
  readonly #pages = new PageRunList();
  readonly #run: ScriptRun<ImageEnd>;

  constructor(mediaType: string, script: (pages: PageRunList) => ImageScript) {
    this.#mediaType = mediaType;
    this.#run = new ScriptRun(() => script(this.#pages));
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
      runs: this.#pages.finish(),
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
