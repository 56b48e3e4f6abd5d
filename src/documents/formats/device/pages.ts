import { copiesMax, impressionsMax } from '../../../model/money.ts';
import type { Counted, UncountableWhy } from '../../../model/page-count.ts';
import type { Sides } from '../../../model/ticket.ts';
import type { WrapperDefaults } from '../../format.ts';
import { type PageFacts, PageRunList } from '../../page-runs.ts';

/** Pages of a device language as they come out, with the copies and sides that are in force when they do. */
export class DevicePages {
  readonly #counted = new PageRunList();
  readonly #defaults: WrapperDefaults;
  #copies: number;
  #sides: Sides | undefined;
  #limit: UncountableWhy | undefined;
  #doubt = '';

  constructor(defaults: WrapperDefaults) {
    this.#defaults = defaults;
    this.#copies = defaults.copies;
    this.#sides = defaults.sides;
  }

  get pages(): number {
    return this.#counted.pages;
  }

  /** The data stands in a wrapper that an escape (UEL) has to end. */
  get closed(): boolean {
    return this.#defaults.closed;
  }

  get limit(): UncountableWhy | undefined {
    return this.#limit;
  }

  /** What is doubtful in the pages, '' when nothing is. */
  get doubt(): string {
    return this.#doubt;
  }

  /** The data's own word on copies, which wins over the wrapper's; 0 is how some drivers say 1. */
  setCopies(copies: number): void {
    if (copies > copiesMax) this.#limit ??= 'limit:copies';
    else this.#copies = Math.max(1, copies);
  }

  setSides(sides: Sides | undefined): void {
    this.#sides = sides ?? this.#sides;
  }

  addDoubt(sentence: string): void {
    this.#doubt = sentence;
  }

  /** A page comes out. */
  end(facts: Pick<PageFacts, 'media' | 'colour'> = {}): void {
    const { media, colour } = facts;
    this.#counted.add({ media, colour, copies: this.#copies, sides: this.#sides });
    if (this.#counted.impressions > impressionsMax) this.#limit ??= 'limit:pages';
  }

  finish(): Pick<Counted, 'pages' | 'runs'> {
    return { pages: this.#counted.pages, runs: this.#counted.finish() };
  }
}
