import { copiesMax, impressionsMax } from '../../../model/money.ts';
import type { UncountableWhy } from '../../../model/page-count.ts';
import type { Sides } from '../../../model/ticket.ts';
import { PageRunList } from '../../page-runs.ts';
import { LookBudget } from '../pixels/look-budget.ts';
import { attribute as inkAttribute, type XlAttributes } from './attributes.ts';
import { PageInk } from './ink.ts';
import { sizeByMeasure, sizeByName } from './media.ts';
import { vendorOctets, type XlOperators } from './scanner.ts';

const attribute = {
  mediaSize: 0x25,
  customMediaSize: 0x2f,
  customMediaSizeUnits: 0x30,
  pageCopies: 0x31,
  simplexPageMode: 0x34,
  duplexPageMode: 0x35,
} as const;

const operators = {
  beginSession: 0x41,
  endSession: 0x42,
  beginPage: 0x43,
  endPage: 0x44,
  execStream: 0x5e,
  passThrough: 0xbf,
} as const;

const wanted: ReadonlySet<number> = new Set([
  ...Object.values(attribute),
  ...Object.values(inkAttribute),
  vendorOctets,
]);

export interface XlProblem {
  readonly why: UncountableWhy;
  readonly sentence: string;
}

/**
 * Follows sessions and pages. A page is one when its EndPage comes; one with PageCopies 0 is not output, which is how
 * drivers of HP end their jobs. Sizes and sides stay as they are until a BeginPage of the session says otherwise.
 */
export class XlPages implements XlOperators {
  readonly wanted: ReadonlySet<number> = wanted;
  readonly #pages = new PageRunList();
  readonly #budget: LookBudget | undefined;
  #ink: PageInk | undefined;
  #inSession = false;
  #media: string | undefined;
  #sides: Sides | undefined;
  #unprinted = 0;
  #problem: XlProblem | undefined;
  #foreignPages = false;

  constructor(looksAtColour: boolean) {
    this.#budget = looksAtColour ? new LookBudget() : undefined;
  }

  get headerAllowed(): boolean {
    return !this.#inSession;
  }

  get inPage(): boolean {
    return this.#ink !== undefined;
  }

  get inSession(): boolean {
    return this.#inSession;
  }

  /** What is wrong with the order of operators or what they ask for, if anything. */
  get problem(): XlProblem | undefined {
    return this.#problem;
  }

  /** Whether a stored stream or PCL ran where it could have printed pages of its own. */
  get foreignPages(): boolean {
    return this.#foreignPages;
  }

  /** Pages that have ended. */
  get list(): PageRunList {
    return this.#pages;
  }

  /** Pages that are not output. */
  get unprinted(): number {
    return this.#unprinted;
  }

  get wantsData(): boolean {
    return this.#ink?.wantsData === true;
  }

  data(part: Uint8Array): void {
    this.#ink?.data(part);
  }

  operator(code: number, attributes: XlAttributes): boolean {
    switch (code) {
      case operators.beginSession:
        this.#beginSession();
        break;
      case operators.endSession:
        this.#endSession();
        break;
      case operators.beginPage:
        this.#beginPage(attributes);
        break;
      case operators.endPage:
        this.#endPage(attributes.get(attribute.pageCopies)?.elements[0]);
        break;
      default:
        this.#other(code, attributes);
    }
    return this.#problem === undefined;
  }

  #beginSession(): void {
    if (this.#inSession) this.#stop('damaged', 'a session begins within a session');
    this.#inSession = true;
    this.#media = undefined;
    this.#sides = undefined;
  }

  #endSession(): void {
    if (!this.#inSession) this.#stop('damaged', 'a session ends that never began');
    else if (this.inPage) this.#stop('damaged', 'a session ends within a page');
    this.#inSession = false;
  }

  #beginPage(attributes: XlAttributes): void {
    if (!this.#inSession) this.#stop('damaged', 'a page begins outside a session');
    else if (this.inPage) this.#stop('damaged', 'a page begins within a page');
    this.#ink = new PageInk(this.#budget);
    const size = attributes.get(attribute.mediaSize);
    const custom = attributes.get(attribute.customMediaSize);
    if (size !== undefined) this.#media = sizeByName(size);
    else if (custom !== undefined) {
      this.#media = sizeByMeasure(custom, attributes.get(attribute.customMediaSizeUnits));
    }
    this.#sides = sidesOf(attributes) ?? this.#sides;
  }

  #endPage(copies: number | undefined): void {
    const colour = this.#ink?.colour;
    if (this.#ink === undefined) this.#stop('damaged', 'a page ends that never began');
    else if (copies !== undefined && copies > copiesMax) this.#stop('limit:copies', `${copies} copies`);
    else if (copies !== undefined && !isNumberOfCopies(copies)) this.#stop('damaged', `${copies} copies`);
    else this.#add(colour, copies);
    this.#ink = undefined;
  }

  #add(colour: boolean | undefined, copies: number | undefined): void {
    if (copies === 0) this.#unprinted += 1;
    this.#pages.add({ media: this.#media, colour, copies, sides: this.#sides });
    if (this.#pages.impressions > impressionsMax) this.#stop('limit:pages', 'more pages than IPP can say');
  }

  /** The first problem is the one that is told. */
  #stop(why: UncountableWhy, sentence: string): void {
    this.#problem ??= { why, sentence };
  }

  #other(code: number, attributes: XlAttributes): void {
    if (!this.#inSession) this.#stop('damaged', 'an operator stands outside a session');
    else if (this.#ink !== undefined) this.#ink.operator(code, attributes);
    else if (code === operators.execStream || code === operators.passThrough) this.#foreignPages = true;
  }
}

function isNumberOfCopies(copies: number): boolean {
  return Number.isInteger(copies) && copies >= 0;
}

/** DuplexPageMode 0 is bound at the horizontal edge, 1 at the vertical one. */
function sidesOf(attributes: XlAttributes): Sides | undefined {
  const duplex = attributes.get(attribute.duplexPageMode)?.elements[0];
  if (duplex === 0) return 'two-sided-short-edge';
  if (duplex === 1) return 'two-sided-long-edge';
  return attributes.has(attribute.simplexPageMode) ? 'one-sided' : undefined;
}
