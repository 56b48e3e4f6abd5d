import type { PclSink } from './lexer.ts';
import { PclMacros } from './macros.ts';
import { operationCode } from './operation.ts';
import { carriedPayload, operations } from './operations.ts';
import type { PclPages } from './pages.ts';

const macroId = operationCode('&fY');
const macroControl = operationCode('&fX');

/** Carries what the lexer finds to the pages; within the definition of a macro, only to the macro. */
export class PclInterpreter implements PclSink {
  readonly #pages: PclPages;
  readonly #macros = new PclMacros();

  constructor(pages: PclPages) {
    this.#pages = pages;
  }

  text(): void {
    if (this.#macros.recording) this.#macros.noteMark();
    else this.#pages.markText();
  }

  control(octet: number): void {
    if (this.#macros.recording) {
      if (octet !== 0x0d) this.#macros.noteChange();
      return;
    }
    switch (octet) {
      case 0x0a:
        this.#pages.feed(1);
        return;
      case 0x0c:
        this.#pages.formFeed();
        return;
      case 0x0d:
        this.#pages.carriageReturn();
        return;
    }
  }

  escape(octet: number): void {
    switch (octet) {
      case 0x45: // E, which also ends a macro that was left open
        this.#macros.end();
        this.#pages.reset();
        return;
      case 0x3d: // = half a line down
        if (this.#macros.recording) this.#macros.noteChange();
        else this.#pages.feed(0.5);
        return;
      case 0x59: // Y: from here on control octets print instead of being obeyed
        this.#pages.unsupported('Display functions are on: control octets print.');
        return;
      case 0x39: // 9 clears the side margins
      case 0x5a: // Z ends display functions
      case 0x7a: // z tests the device
        return;
      default:
        // ESC/P and others share sequences with PCL, and drivers of PCL write no two-octet sequence but these.
        this.#pages.unsupported(`ESC ${String.fromCharCode(octet)} is no sequence of PCL.`);
    }
  }

  command(operation: number, value: number, relative: boolean): void {
    if (operation === macroId) this.#macros.choose(value);
    else if (operation === macroControl) this.#controlMacro(value);
    else this.#perform(operation, value, relative);
  }

  goOn(): void {
    this.#pages.doubt(
      'Rows go on behind the end of a sequence: a DeskJet takes them, other devices print them as text.',
    );
  }

  breakOff(): void {
    this.#pages.unsupported('An escape sequence is broken off as none of PCL is.');
  }

  draw(): void {
    if (this.#macros.recording) this.#macros.noteMark();
    else this.#pages.plot();
  }

  choosePen(pen: number): void {
    if (this.#macros.recording) this.#macros.noteChange();
    else this.#pages.ink.choosePen(pen);
  }

  colourPen(pen: number | undefined, components: readonly number[] | undefined): void {
    if (this.#macros.recording) this.#macros.noteChange();
    else this.#pages.ink.colourPen(pen, components);
  }

  renewPens(): void {
    if (this.#macros.recording) this.#macros.noteChange();
    else this.#pages.ink.renewPens();
  }

  fillByPens(): void {
    this.#pages.ink.fillByPens();
  }

  wants(operation: number): boolean {
    const payload = carriedPayload.get(operation);
    if (payload === undefined || this.#macros.recording) return false;
    return !payload.isRow || this.#pages.ink.looksAtRows;
  }

  payload(operation: number, content: Uint8Array): void {
    carriedPayload.get(operation)?.apply(this.#pages, content);
  }

  advance(): void {
    if (this.#macros.recording) {
      this.#macros.noteChange();
      return;
    }
    this.#pages.doubt('PG of HP-GL/2 ends pages; some devices do not obey it within PCL.');
    this.#pages.eject();
  }

  replot(): void {
    this.#pages.unsupported('HP-GL/2 plots pages again (RP).');
  }

  #perform(code: number, value: number, relative: boolean): void {
    const operation = operations.get(code);
    if (operation === undefined) return;
    if (!this.#macros.recording) operation.apply(this.#pages, value, relative);
    else if (operation.kind === 'mark') this.#macros.noteMark();
    else if (operation.kind === 'change') this.#macros.noteChange();
  }

  /** ESC&f#X: 0 begins a definition, 1 ends it; 2 executes, 3 calls, 4 overlays each page; the rest deletes and keeps. */
  #controlMacro(value: number): void {
    if (value === 0) this.#macros.begin();
    else if (value === 1) this.#macros.end();
    else if (value >= 2 && value <= 4) this.#runMacro(value === 4);
  }

  #runMacro(overlay: boolean): void {
    if (this.#macros.recording) {
      this.#macros.noteChange();
      return;
    }
    switch (this.#macros.chosen) {
      case 'nothing':
        return;
      case 'marks':
        // An overlay is laid over pages that come out for another reason.
        if (!overlay) this.#pages.markByMacro();
        return;
      case 'unknown':
        this.#pages.unsupported('A macro runs that may end pages, or that the device holds.');
    }
  }
}
