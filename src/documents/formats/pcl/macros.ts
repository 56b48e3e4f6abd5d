/** What a macro would do when it runs. */
interface Macro {
  marks: boolean;
  /** It may end pages or change what is in force, which only replaying would tell. */
  changes: boolean;
}

/** Macros one job may define; a printer numbers them with 15 bits. */
const macrosMax = 32_768;

/** Remembers of each macro what it would do to pages; defining one prints nothing. */
export class PclMacros {
  readonly #macros = new Map<number, Macro>();
  #id = 0;
  #recording: Macro | undefined;

  get recording(): boolean {
    return this.#recording !== undefined;
  }

  choose(id: number): void {
    this.#id = id;
  }

  begin(): void {
    this.#recording = { marks: false, changes: false };
    if (this.#macros.size < macrosMax) this.#macros.set(this.#id, this.#recording);
  }

  end(): void {
    this.#recording = undefined;
  }

  noteMark(): void {
    if (this.#recording !== undefined) this.#recording.marks = true;
  }

  noteChange(): void {
    if (this.#recording !== undefined) this.#recording.changes = true;
  }

  /** What the chosen macro does; `unknown` also when it is resident in the device. */
  get chosen(): 'nothing' | 'marks' | 'unknown' {
    const macro = this.#macros.get(this.#id);
    if (macro === undefined || macro.changes) return 'unknown';
    return macro.marks ? 'marks' : 'nothing';
  }
}
