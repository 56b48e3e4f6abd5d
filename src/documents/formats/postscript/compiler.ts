import { mediaName } from '../../media.ts';
import { type Action, effects, type SettingKind, type Settings } from './actions.ts';
import type { Machine } from './machine.ts';
import type { TokenKind } from './scanner.ts';

/** Procedures within procedures. */
const depthMax = 200;
/** Actions kept of one document: prologues of drivers have some ten thousand. */
const actionsMax = 1_000_000;

/** Operators that take a procedure and run it never, once or often; everything else leaves it a definition. */
const conditional: ReadonlySet<string> = new Set([
  ...['if', 'ifelse', 'repeat', 'for', 'forall', 'loop', 'kshow', 'cshow', 'pathforall'],
]);
/** Operators that run a procedure once. */
const unconditional: ReadonlySet<string> = new Set(['exec', 'stopped']);
/** Operators between a procedure and what is done with it. */
const passing: ReadonlySet<string> = new Set(['bind', 'readonly', 'executeonly', 'noaccess']);
const storing: ReadonlySet<string> = new Set(['def', 'put', 'store']);

const settingKinds: ReadonlyMap<string, SettingKind> = new Map([
  ['NumCopies', 'copies'],
  ['#copies', 'copies'],
  ['Duplex', 'sides'],
  ['Tumble', 'sides'],
  ['PageSize', 'media'],
]);
/** Procedures of a page device that decide for themselves what is printed. */
const pageProcedures: ReadonlySet<string> = new Set(['BeginPage', 'EndPage']);

/** One procedure, or the program itself, as far as it has been read. */
interface Frame {
  readonly actions: Action[];
  /** The literals that stand directly before what comes next. */
  literals: readonly string[];
  /** A procedure that has just ended, with the literal before it. */
  pending?: { readonly name: string | undefined; readonly body: readonly Action[] } | undefined;
  /** A setting whose value comes next, with what has come of it. */
  setting?: { readonly name: string; readonly values: readonly string[] } | undefined;
  /** Settings gathered for setpagedevice. */
  settings: Settings;
  /** Keys of whatever meaning have been seen for it. */
  keyed: boolean;
  /** The last name, where all are read: a boolean before an operator. */
  lastName: string;
}

/** Makes actions of tokens, and lets the machine run those that are in no procedure. */
export class Compiler {
  readonly #machine: Machine;
  readonly #frames: Frame[] = [newFrame()];
  #actions = 0;
  #allNames = true;
  #wantsAll = true;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get depth(): number {
    return this.#frames.length - 1;
  }

  get wantsAll(): boolean {
    return this.#wantsAll;
  }

  /** Before the first page every name is kept, since a later definition may give it a meaning; then those that have one. */
  set allNames(all: boolean) {
    this.#allNames = all;
    this.#wantsAll = all;
  }

  token(kind: TokenKind, text: string, adjacent: boolean): void {
    const frame = this.#frame;
    if (!adjacent) {
      frame.literals = [];
      frame.lastName = '';
    }
    this.#take(frame, kind, text);
    const { pending, setting, literals } = this.#frame;
    this.#wantsAll =
      this.#allNames || pending !== undefined || setting !== undefined || this.#handsOver(literals);
  }

  #take(frame: Frame, kind: TokenKind, text: string): void {
    if (frame.pending !== undefined && !this.#settle(frame, frame.pending, kind, text)) return;
    if (frame.setting !== undefined && this.#takeValue(frame, frame.setting, kind, text)) return;
    switch (kind) {
      case 'literal':
        this.#literal(frame, text);
        return;
      case 'open':
        this.#open();
        return;
      case 'close':
        this.#close(frame);
        return;
      case 'name':
        this.#name(frame, text);
        return;
      case 'other':
        this.#follow(frame);
    }
  }

  /** Settings that were gathered and given to no operator that is known. */
  leaveSettings(): void {
    const frame = this.#frame;
    const unclear = kindsOf(frame.settings);
    frame.settings = {};
    if (unclear.length > 0) this.#emit({ kind: 'set', settings: { unclear } });
  }

  get #frame(): Frame {
    return this.#frames[this.#frames.length - 1] ?? newFrame();
  }

  /** Whether one of the literals is a name that prints, so that what follows may give it away. */
  #handsOver(literals: readonly string[]): boolean {
    return literals.some((name) => (this.#machine.effectOf(name) & effects.page) !== 0);
  }

  #emit(action: Action): void {
    if (this.#frames.length === 1) {
      this.#machine.run(action);
      return;
    }
    this.#actions += 1;
    if (this.#actions > actionsMax) this.#machine.addDoubt('The program has too many procedures.');
    else this.#frame.actions.push(action);
  }

  #literal(frame: Frame, text: string): void {
    frame.keyed = true;
    if (frame.literals.length === 2) this.#follow(frame);
    frame.literals = [...frame.literals, text];
    if (settingKinds.has(text)) frame.setting = { name: text, values: [] };
    if (pageProcedures.has(text)) this.#doubt(`The program sets ${text}.`);
  }

  #doubt(sentence: string): void {
    this.#emit({ kind: 'doubt', sentence });
  }

  #open(): void {
    if (this.#frames.length > depthMax) this.#machine.addDoubt('Procedures are nested too deep.');
    else this.#frames.push(newFrame());
  }

  #close(frame: Frame): void {
    if (this.#frames.length === 1) {
      this.#machine.addDoubt('A procedure ends that has not begun.');
      return;
    }
    this.#follow(frame);
    this.leaveSettings();
    this.#frames.pop();
    const parent = this.#frame;
    const name = parent.literals[parent.literals.length - 1];
    parent.literals = [];
    if (name !== undefined || frame.actions.length > 0) parent.pending = { name, body: frame.actions };
  }

  /** What follows a procedure tells what is done with it. Returns false when the token says no more than that. */
  #settle(frame: Frame, pending: NonNullable<Frame['pending']>, kind: TokenKind, text: string): boolean {
    if (kind === 'name' && passing.has(text)) return false;
    frame.pending = undefined;
    const { name, body } = pending;
    if (kind === 'name' && unconditional.has(text)) {
      for (const action of body) this.#emit(action);
    } else if (name !== undefined && !(kind === 'name' && conditional.has(text))) {
      this.#define(name, body);
    } else if (body.length > 0) {
      this.#emit({ kind: 'perhaps', body });
    }
    return true;
  }

  #define(name: string, body: readonly Action[]): void {
    this.#emit({ kind: 'define', name, body });
    if (this.#frames.length > 1) {
      this.#machine.mayDefine(name, body);
      return;
    }
    const prints = (this.#machine.effectOf(name) & effects.page) !== 0;
    // Names of procedures before it were left out when they meant nothing yet; and what begins like a number is no name.
    if (prints && (!this.#allNames || /^[-+.\d]/.test(name))) {
      this.#machine.addDoubt('A procedure that prints is defined among the pages.');
    }
  }

  #name(frame: Frame, name: string): void {
    const { literals } = frame;
    if (this.#is(name, 'load') && literals.length > 0) {
      this.#load(frame);
      return;
    }
    const before = frame.lastName;
    this.#follow(frame);
    frame.lastName = name;
    if (this.#is(name, 'setpagedevice')) this.#setPageDevice(frame, name);
    else if (name === 'setduplexmode' || name === 'settumble') this.#setSides(name, before);
    else if (this.#allNames || this.#machine.effectOf(name) !== effects.none)
      this.#emit({ kind: 'call', name });
  }

  #is(name: string, operator: string): boolean {
    return name === operator || this.#machine.standsFor(name, operator);
  }

  /** `/a /b load def` gives a name the meaning of another. */
  #load(frame: Frame): void {
    const [name, of] = frame.literals;
    const handed = this.#handsOver(frame.literals);
    frame.literals = [];
    if (name !== undefined && of !== undefined) this.#alias(name, of);
    else if (handed) this.#doubt('An operator that prints is handed over.');
  }

  #alias(name: string, of: string): void {
    this.#emit({ kind: 'alias', name, of });
    if (this.#frames.length > 1) this.#machine.mayDefine(name, [{ kind: 'call', name: of }]);
  }

  /** What follows literals that are not defined by it. */
  #follow(frame: Frame): void {
    if (this.#handsOver(frame.literals)) this.#doubt('The name of an operator that prints is handed over.');
    frame.literals = [];
    frame.lastName = '';
  }

  #setPageDevice(frame: Frame, by: string): void {
    const { settings, keyed } = frame;
    frame.settings = {};
    frame.keyed = false;
    if (!keyed) this.#emit({ kind: 'set', settings: { unclear: ['copies', 'sides', 'media'] }, by });
    else if (kindsOf(settings).length > 0) this.#emit({ kind: 'set', settings, by });
  }

  #setSides(operator: string, value: string): void {
    const on = value === 'true' ? true : value === 'false' ? false : undefined;
    if (on === undefined) this.#emit({ kind: 'set', settings: { unclear: ['sides'] } });
    else this.#emit({ kind: 'set', settings: operator === 'settumble' ? { tumble: on } : { duplex: on } });
  }

  /** Takes the value behind the name of a setting; false when the token is something of its own. */
  #takeValue(frame: Frame, setting: NonNullable<Frame['setting']>, kind: TokenKind, text: string): boolean {
    const values = [...setting.values, text];
    const { name } = setting;
    if (name === 'PageSize') {
      if (kind === 'other' && values.length < 4 && (values.length > 1 || text === '[')) {
        frame.setting = { name, values };
        return true;
      }
      frame.setting = undefined;
      const [, width = '', height = ''] = values;
      const size = text === ']' && values.length === 4 ? mediaName(Number(width), Number(height)) : undefined;
      frame.settings =
        size === undefined ? withUnclear(frame.settings, 'media') : { ...frame.settings, media: size };
      frame.literals = [];
      return text === ']';
    }
    if (name === '#copies') return this.#takeCopies(frame, values, kind, text);
    frame.setting = undefined;
    frame.literals = [];
    const taken = name === 'NumCopies' ? copiesOf(text) : sidesOf(name, text);
    frame.settings =
      taken === undefined
        ? withUnclear(frame.settings, name === 'NumCopies' ? 'copies' : 'sides')
        : { ...frame.settings, ...taken };
    return taken !== undefined;
  }

  /** `/#copies 3 def`, without setpagedevice. */
  #takeCopies(frame: Frame, values: readonly string[], kind: TokenKind, text: string): boolean {
    if (values.length === 1 && kind === 'other') {
      frame.setting = { name: '#copies', values };
      return true;
    }
    frame.setting = undefined;
    frame.literals = [];
    const [number = ''] = values;
    const taken =
      kind === 'name' && (storing.has(text) || this.#is(text, 'def')) ? copiesOf(number) : undefined;
    this.#emit({ kind: 'set', settings: taken ?? { unclear: ['copies'] } });
    return taken !== undefined;
  }
}

function newFrame(): Frame {
  return { actions: [], literals: [], settings: {}, keyed: false, lastName: '' };
}

function copiesOf(text: string): Settings | undefined {
  return /^\d{1,9}$/.test(text) ? { copies: Number(text) } : undefined;
}

function sidesOf(name: string, text: string): Settings | undefined {
  if (text !== 'true' && text !== 'false') return undefined;
  return name === 'Duplex' ? { duplex: text === 'true' } : { tumble: text === 'true' };
}

function withUnclear(settings: Settings, kind: SettingKind): Settings {
  return { ...settings, unclear: [...(settings.unclear ?? []), kind] };
}

function kindsOf({ copies, duplex, tumble, media, unclear = [] }: Settings): readonly SettingKind[] {
  return [
    ...(copies === undefined ? [] : (['copies'] as const)),
    ...(duplex === undefined && tumble === undefined ? [] : (['sides'] as const)),
    ...(media === undefined ? [] : (['media'] as const)),
    ...unclear,
  ];
}
