import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { CountLimits } from '../counter.ts';
import type { PageRenderer, Rendering } from '../format.ts';
import { GhostscriptCommand } from './command.ts';
import { type RunEnd, runContained } from './contained-run.ts';
import { Slots } from './slots.ts';

/**
 * Octets of raster that are read. A page of A4 has at most 0.4 MB at 36 dpi, so that this is no limit for pages but for
 * programs that never end.
 */
const rasterOctetsMax = 4_294_967_296;

/** Runs programs in a page description language as a printer would, in processes that are well contained. */
export class Ghostscript implements PageRenderer {
  readonly #limits: CountLimits;
  readonly #command: GhostscriptCommand;
  readonly #slots: Slots;
  readonly #closing = new AbortController();

  constructor(limits: CountLimits) {
    this.#limits = limits;
    this.#command = new GhostscriptCommand(limits.ghostscript);
    this.#slots = new Slots(limits.workers);
  }

  /** Rejects with the signal's reason when that aborts. */
  async render(rendering: Rendering, signal: AbortSignal): Promise<PageCount | undefined> {
    const command = await this.#command.build(rendering);
    if (command === undefined) return undefined;
    const { source, counter } = rendering;
    const either = AbortSignal.any([signal, this.#closing.signal]);
    let octets = 0;
    let complaints = '';
    const end = await this.#slots.run(() => {
      const take = (chunk: Uint8Array) => {
        counter.push(chunk);
        octets += chunk.length;
        return octets <= rasterOctetsMax;
      };
      const complain = (text: string) => {
        complaints += text;
      };
      const timeMs = Math.min(rendering.timeMs ?? Infinity, this.#limits.ghostscript.timeMs);
      return runContained({ command, source, timeMs, take, complain }, either);
    }, either);
    if (end === undefined) return unknown('limit:workers-busy', 'Too many documents wait for Ghostscript.');
    return judge(end, await counter.finish({ octets }, signal), complaints);
  }

  /** Ends what runs. */
  close(): void {
    this.#closing.abort(new Error('Counting was stopped.'));
  }
}

function judge(end: RunEnd, count: PageCount, complaints: string): PageCount {
  const seen = count.kind === 'counted' ? count.pages : (count.seen ?? 0);
  switch (end) {
    case 'done':
      return count;
    case 'timeout':
      return unknown('timeout', 'Ghostscript took too long and was stopped.', seen);
    case 'stopped':
      return unknown('limit:raster-octets', 'Ghostscript put out more pages than are read.', seen);
    case 'failed':
      return unknown('damaged', `Ghostscript ended with an error${errorIn(complaints)}.`, seen);
  }
}

/** `Error: /undefined in foo` tells an administrator what the program lacks; nothing else is repeated. */
function errorIn(complaints: string): string {
  const [, name] = /Error: (\/\w+)/.exec(complaints) ?? [];
  return name === undefined ? '' : ` (${name})`;
}

function unknown(why: UncountableWhy, sentence: string, seen = 0): PageCount {
  return { kind: 'unknown', why, ...(seen === 0 ? {} : { seen }), evidence: [sentence] };
}
