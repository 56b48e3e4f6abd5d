import { copiesMax } from '../../../model/money.ts';
import type { Sides } from '../../../model/ticket.ts';
import {
  type Action,
  type Body,
  effectOfSetting,
  effects,
  type SettingKind,
  type Settings,
} from './actions.ts';
import { Definitions } from './definitions.ts';
import type { NameMarks } from './name-marks.ts';

/** What holds for the next page. */
interface PageState {
  readonly copies: number;
  readonly duplex: boolean | undefined;
  readonly tumble: boolean;
  readonly media: string | undefined;
}

/** A page that was printed. */
export interface PrintedPage {
  readonly copies: number;
  readonly sides: Sides | undefined;
  readonly media: string | undefined;
  /** Proven to be without colour, else open. */
  readonly mono: boolean;
}

/** Procedures within procedures that are followed. */
const callsMax = 30;
/** Steps that one document may take here; real ones take some thousand a page at most. */
const stepsMax = 50_000_000;

/**
 * Runs the actions of a program: what prints a page, and how. It knows no values, conditions or loops; where pages
 * depend on them it says what is in doubt.
 */
export class Machine {
  readonly #definitions = new Definitions();
  readonly #saved: { readonly state: PageState; readonly definitions: number }[] = [];
  readonly #unclear = new Set<SettingKind>();
  #state: PageState;
  #steps = 0;
  #colour = false;
  #lastPage: PrintedPage | undefined;
  #pages = 0;
  #doubt = '';

  constructor(initial: { readonly copies: number; readonly sides: Sides | undefined }) {
    const { copies, sides } = initial;
    const duplex = sides === undefined ? undefined : sides !== 'one-sided';
    this.#state = { copies, duplex, tumble: sides === 'two-sided-short-edge', media: undefined };
  }

  /** Pages since they were last taken. */
  get pages(): number {
    return this.#pages;
  }

  /** Why the pages are uncertain, '' when they are not. */
  get doubt(): string {
    return this.#doubt;
  }

  get unclear(): ReadonlySet<SettingKind> {
    return this.#unclear;
  }

  /** Names that matter; with colour known to be open, those that only set it do not. */
  get marks(): NameMarks {
    return this.#definitions.marks(this.#colour);
  }

  /** The page in work, if it were printed now. */
  get nextPage(): PrintedPage {
    const { copies, duplex, tumble, media } = this.#state;
    const sides = duplex === undefined ? undefined : sidesOf(duplex, tumble);
    return { copies, sides, media, mono: !this.#colour };
  }

  /** The last page printed, when there was one since pages were last taken. */
  takePages(): PrintedPage | undefined {
    const page = this.#pages === 0 ? undefined : this.#lastPage;
    this.#pages = 0;
    return page;
  }

  effectOf(name: string): number {
    return this.#definitions.effectOf(name);
  }

  /** Whether a name is a procedure of the program that calls this operator. */
  standsFor(name: string, operator: string): boolean {
    return this.#definitions.calls(name, operator);
  }

  /** Some procedure gives this meaning to a name. */
  mayDefine(name: string, body: Body): void {
    this.#definitions.mayDefine(name, body);
  }

  /** The page paints what is not read. */
  paintUnread(): void {
    this.#colour = true;
  }

  run(action: Action): void {
    this.#run(action, 0);
  }

  addDoubt(sentence: string): void {
    if (this.#doubt === '') this.#doubt = sentence;
  }

  /** The driver says in a comment what the code beside it sets. */
  believe(kind: SettingKind, settings: Settings): void {
    this.#set(settings);
    this.#unclear.delete(kind);
  }

  #run(action: Action, depth: number): void {
    this.#steps += 1;
    if (this.#steps > stepsMax || depth > callsMax) this.addDoubt('The program is too intricate.');
    if (this.#doubt !== '') return;
    switch (action.kind) {
      case 'call':
        this.#call(action.name, depth);
        return;
      case 'define':
        this.#definitions.define(action.name, action.body);
        return;
      case 'alias':
        this.#definitions.alias(action.name, action.of);
        return;
      case 'set':
        if (this.#obeys(action.by)) this.#set(action.settings);
        return;
      case 'perhaps':
        this.#perhaps(action.body);
        return;
      case 'doubt':
        this.addDoubt(action.sentence);
        return;
    }
  }

  #call(name: string, depth: number): void {
    const effect = this.#definitions.effectOf(name);
    if (effect === effects.none) return;
    if (this.#definitions.mayColour(name)) this.#colour = true;
    const meaning = this.#definitions.meaningOf(name);
    if (typeof meaning === 'string') this.#operate(meaning);
    else for (const action of meaning) this.#run(action, depth + 1);
  }

  #operate(operator: string): void {
    switch (operator) {
      case 'showpage':
      case 'copypage':
        this.#printPage();
        return;
      case 'save':
        this.#saved.push({ state: this.#state, definitions: this.#definitions.remember() });
        return;
      case 'restore':
        this.#restore();
        return;
      case 'quit':
        this.addDoubt('The program ends before its end.');
        return;
      default:
        this.#colour = true;
    }
  }

  #printPage(): void {
    this.#lastPage = this.nextPage;
    this.#pages += 1;
    this.#colour = false;
  }

  #restore(): void {
    const saved = this.#saved.pop();
    if (saved === undefined) return;
    this.#state = saved.state;
    this.#definitions.restore(saved.definitions);
  }

  #set({ copies, duplex, tumble, media, unclear = [] }: Settings): void {
    for (const kind of unclear) this.#unclear.add(kind);
    if (copies !== undefined && (copies < 1 || copies > copiesMax)) this.#unclear.add('copies');
    else if (copies !== undefined) this.#state = { ...this.#state, copies };
    if (duplex !== undefined) this.#state = { ...this.#state, duplex };
    if (tumble !== undefined) this.#state = { ...this.#state, tumble };
    if (media !== undefined || unclear.includes('media')) this.#state = { ...this.#state, media };
  }

  #perhaps(body: Body): void {
    const effect = this.#definitions.effectOfBody(body);
    if ((effect & effects.quit) !== 0 && this.#pagesOf(body) <= 1) return;
    if ((effect & (effects.page | effects.redefinition | effects.quit | effects.doubt)) !== 0) {
      this.addDoubt('Whether or how often a page is printed depends on a condition or loop.');
    }
    for (const kind of ['copies', 'sides', 'media'] as const) {
      if ((effect & effectOfSetting[kind]) !== 0) this.#set({ unclear: [kind] });
    }
    if ((effect & effects.colour) !== 0) this.#colour = true;
  }

  /** A program may take setpagedevice away from what follows. */
  #obeys(by: string | undefined): boolean {
    return by === undefined || this.#definitions.meaningOf(by) === 'setpagedevice';
  }

  /** Of a procedure that prints one page of regret and quits, for devices that are too old. */
  #pagesOf(body: Body): number {
    let pages = 0;
    for (const action of body) {
      if (action.kind === 'call' && this.#definitions.meaningOf(action.name) === 'showpage') pages += 1;
      else if ((this.#definitions.effectOfBody([action]) & effects.page) !== 0) return Infinity;
    }
    return pages;
  }
}

function sidesOf(duplex: boolean, tumble: boolean): Sides {
  if (!duplex) return 'one-sided';
  return tumble ? 'two-sided-short-edge' : 'two-sided-long-edge';
}
