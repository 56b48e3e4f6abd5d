import { extname } from 'node:path';
import { plural } from '../../../../base/plural.ts';
import type { Counted, Ink, PageCount } from '../../../../model/page-count.ts';
import type { CountLimits, CountWish } from '../../../counter.ts';
import type { PageDrawer, WishedDocument } from '../../../format.ts';
import { PageRunList } from '../../../page-runs.ts';
import { WorkerPool } from '../../../worker-pool.ts';
import { type DrawnPage, type DrawReply, type DrawRequest, isDrawReply } from './message.ts';

const mib = 1_048_576;
/** Part of the time after which no further page is begun, so that what was drawn is told before the worker is killed. */
const beginPart = 0.75;

/**
 * Draws pages in worker threads. It can only add to a count: whatever fails, takes too long or is too much leaves the
 * pages concerned as they were, and their number is never touched.
 */
export class PdfRenderer implements PageDrawer {
  readonly #limits: CountLimits;
  readonly #pool: WorkerPool<DrawReply>;

  constructor(limits: CountLimits) {
    this.#limits = limits;
    const script = new URL(
      `../../pdf-render.worker${extname(new URL(import.meta.url).pathname)}`,
      import.meta.url,
    );
    const { workers, workerHeapMib, drawTimeMs } = limits;
    this.#pool = new WorkerPool({
      script,
      limits: { ...limits, workers, workerHeapMib, workerTimeMs: drawTimeMs },
      accepts: isDrawReply,
    });
  }

  async complete(
    count: PageCount,
    { source, wish, parts }: WishedDocument,
    signal: AbortSignal,
  ): Promise<PageCount> {
    if (count.kind === 'unknown') return count;
    const { drawPagesMax, drawTimeMs, drawMemoryMib } = this.#limits;
    const pages = pagesToDraw(count, wish, drawPagesMax);
    if (pages.length === 0) return count;
    const request: DrawRequest = {
      ...source,
      ...(parts === undefined ? {} : { parts }),
      pages,
      pagesCounted: count.pages,
      ink: wish.ink === true,
      withinMs: drawTimeMs * beginPart,
      memoryOctetsMax: drawMemoryMib * mib,
    };
    return completed(count, await this.#draw(request, signal));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #draw(request: DrawRequest, signal: AbortSignal): Promise<DrawReply> {
    const outcome = await this.#pool.run(request, signal);
    switch (outcome.kind) {
      case 'reply':
        return outcome.value;
      case 'timeout':
        return { pages: [], stopped: 'Drawing took too long and was stopped.' };
      case 'busy':
        return { pages: [], stopped: 'Too many documents wait to be drawn.' };
      case 'failed':
        return { pages: [], stopped: `The worker failed: ${outcome.message}` };
    }
  }
}

/** Pages whose colour is open, or all of them for their ink; the first ones when there are too many. */
function pagesToDraw({ runs }: Counted, wish: CountWish, pagesMax: number): readonly number[] {
  const pages: number[] = [];
  for (const { first, last, colour } of runs) {
    if (wish.ink !== true && (wish.colour !== true || colour !== undefined)) continue;
    for (let page = first; page <= last && pages.length < pagesMax; page += 1) pages.push(page);
  }
  return pages;
}

/**
 * What was proven before stays; what was drawn tells the rest. Pages that were not drawn stay together: a run may have a hundred
 * thousand, and this happens on the event loop.
 */
function completed(count: Counted, { pages, stopped }: DrawReply): Counted {
  const drawn = new Map(pages.map((page) => [page.page, page]));
  const inOrder = [...drawn.values()].sort((a, b) => a.page - b.page);
  const runs = new PageRunList();
  let next = 0;
  for (const { first, last, newDocument, ...facts } of count.runs) {
    let from = first;
    const add = (to: number, seen?: DrawnPage): void => {
      const colour = facts.colour ?? seen?.colour;
      // A mark that is proven may be too small for the picture.
      const blank = colour === true ? false : (facts.blank ?? seen?.blank);
      runs.add({ ...facts, colour, blank, newDocument: from === first && newDocument }, to - from);
      from = to;
    };
    for (let seen = inOrder[next]; seen !== undefined && seen.page <= last; seen = inOrder[next]) {
      next += 1;
      if (seen.page < first) continue;
      add(seen.page);
      add(seen.page + 1, seen);
    }
    add(last + 1);
  }
  const ink = inkOfAll(count.pages, pages);
  const evidence = [
    ...count.evidence,
    ...(drawn.size === 0 ? [] : [`${plural(drawn.size, 'page')} drawn at 36 dpi to see their colour.`]),
    ...(stopped === undefined ? [] : [`Not all pages were drawn: ${stopped}`]),
  ];
  return { ...count, runs: runs.finish(), ...(ink === undefined ? {} : { ink }), evidence };
}

function inkOfAll(pagesCounted: number, pages: readonly DrawnPage[]): readonly Ink[] | undefined {
  const inks = pages.flatMap(({ ink }) => (ink === undefined ? [] : [ink]));
  return inks.length === pagesCounted ? inks : undefined;
}
