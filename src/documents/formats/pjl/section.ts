import type { PageCount } from '../../../model/page-count.ts';
import type { DocumentSource } from '../../counter.ts';
import type { EnclosedCounter, Format, FormatContext, WrapperDefaults } from '../../format.ts';
import { withInkExplained } from '../../ink-list.ts';
import { sniffOctetsMax } from '../../limits.ts';
import { UelBoundedCounter } from './bounded.ts';
import { UelSearch } from './uel.ts';

export interface SectionOpening {
  readonly context: FormatContext;
  readonly defaults: WrapperDefaults;
  /** The media type that PJL named; undefined when the content is to tell. */
  readonly mediaType: string | undefined;
  /** Where the data begins in the whole document. */
  readonly start: number;
  readonly doubt: string;
}

/** The data of one job, counted by the format it has. */
export class PjlSection implements EnclosedCounter {
  readonly doubt: string;
  readonly #opening: SectionOpening;
  readonly #search = new UelSearch();
  #held: Uint8Array | undefined;
  #heldOctets = 0;
  #counter: EnclosedCounter | undefined;
  #octets = 0;

  constructor(opening: SectionOpening) {
    this.doubt = opening.doubt;
    this.#opening = opening;
    const { mediaType, context } = opening;
    if (mediaType !== undefined) this.#open(context.catalogue.byName(mediaType), new Uint8Array(0));
  }

  get ended(): boolean {
    return this.#counter?.ended ?? false;
  }

  get octets(): number {
    return this.#octets;
  }

  take(chunk: Uint8Array, start: number): number {
    const end = this.#counter === undefined ? this.#hold(chunk, start) : this.#counter.take(chunk, start);
    this.#octets += end - start;
    return end;
  }

  async finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    const counter = this.#counter ?? this.#openHeld();
    const count = await counter.finish(source, signal);
    const { wish, catalogue } = this.#opening.context;
    return wish.ink === true ? withInkExplained(count, catalogue) : count;
  }

  /** Holds octets until they tell the format. A UEL is the last thing held, so that nothing is held beyond the data. */
  #hold(chunk: Uint8Array, start: number): number {
    this.#held ??= new Uint8Array(sniffOctetsMax);
    const room = chunk.subarray(0, start + sniffOctetsMax - this.#heldOctets);
    const end = this.#search.search(room, start);
    this.#held.set(chunk.subarray(start, end), this.#heldOctets);
    this.#heldOctets += end - start;
    if (this.#search.found || this.#heldOctets === sniffOctetsMax) this.#openHeld();
    return end;
  }

  #openHeld(): EnclosedCounter {
    const held = this.#held?.subarray(0, this.#heldOctets) ?? new Uint8Array(0);
    const head = held.subarray(0, held.length - this.#search.matched);
    const counter = this.#open(this.#opening.context.catalogue.byContent(head), head);
    counter.take(held, 0);
    return counter;
  }

  #open(format: Format | undefined, head: Uint8Array): EnclosedCounter {
    this.#counter = openFormat(this.#opening, format, head);
    return this.#counter;
  }
}

function openFormat(
  { context, defaults, start }: SectionOpening,
  format: Format | undefined,
  head: Uint8Array,
): EnclosedCounter {
  const inner = { ...context, mediaType: format?.mediaType ?? '', head };
  if (format?.openEnclosed !== undefined) return format.openEnclosed(inner, defaults);
  if (format?.openWrapped !== undefined) {
    return new UelBoundedCounter(format.openWrapped(inner, defaults), undefined, start);
  }
  // A wrapper within a wrapper is not one that any driver writes.
  if (format?.open === undefined || format.mediaType === context.mediaType) return uncounted(format);
  return new UelBoundedCounter(format.open(inner), defaults, start);
}

/** Takes the rest: one job that cannot be counted leaves the whole stream unknown. */
function uncounted(format: Format | undefined): EnclosedCounter {
  const sentence =
    format === undefined
      ? 'The data inside begins like no format that is known here.'
      : `The data inside is ${format.mediaType}, which is not counted.`;
  const answer: PageCount = { kind: 'unknown', why: 'unsupported', evidence: [sentence] };
  return { ended: false, take: (chunk) => chunk.length, finish: () => Promise.resolve(answer) };
}
