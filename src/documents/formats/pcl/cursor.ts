import type { PclPaper } from './paper.ts';

/** Half an inch at top and bottom is no text area (HP 5961-0509 chapter 5). */
const marginDefault = 24;
/** 6 lines an inch. */
const lineDefault = 8;

/**
 * How far down the page text has come, in 1/48 inch from the top of the paper: text that passes the end of the text
 * area ends the page by itself. Only the vertical place is kept; lines that are too long are clipped.
 */
export class PclCursor {
  #length: number;
  #top = marginDefault;
  #textLength: number;
  #line = lineDefault;
  #unitsPerInch = 300;
  #place: number;

  constructor(paper: PclPaper, landscape: boolean) {
    this.#length = landscape ? paper.width : paper.height;
    this.#textLength = this.#length - 2 * marginDefault;
    this.#place = this.#home();
  }

  /** Whether the last line feed passed the end of the text area, or of the paper. */
  get pastText(): boolean {
    return this.#place > this.#top + this.#textLength;
  }

  get pastPaper(): boolean {
    return this.#place > this.#length;
  }

  get line(): number {
    return this.#line;
  }

  home(): void {
    this.#place = this.#home();
  }

  feed(lines: number): void {
    this.#place += lines * this.#line;
  }

  setPaper(paper: PclPaper, landscape: boolean): void {
    this.#setLength(landscape ? paper.width : paper.height);
  }

  setPageLines(lines: number): void {
    if (lines > 0 && this.#line > 0) this.#setLength(lines * this.#line);
  }

  setLineHeight(fortyEighths: number): void {
    if (fortyEighths >= 0) this.#line = fortyEighths;
  }

  setTopLines(lines: number): void {
    const top = lines * this.#line;
    if (top < 0 || top >= this.#length) return;
    this.#top = top;
    this.#textLength = Math.max(0, this.#length - top - marginDefault);
    this.home();
  }

  setTextLines(lines: number): void {
    const textLength = lines * this.#line;
    if (textLength >= 0 && this.#top + textLength <= this.#length) this.#textLength = textLength;
  }

  setUnitsPerInch(units: number): void {
    if (units > 0) this.#unitsPerInch = units;
  }

  moveToLine(lines: number, relative: boolean): void {
    this.#move(lines * this.#line, relative, this.#home());
  }

  moveToDecipoint(decipoints: number, relative: boolean): void {
    this.#move(decipoints / 15, relative, this.#top);
  }

  moveToUnit(units: number, relative: boolean): void {
    this.#move((units * 48) / this.#unitsPerInch, relative, this.#top);
  }

  /** Moves stop at the edges of the paper; they never end a page. */
  #move(distance: number, relative: boolean, origin: number): void {
    const place = (relative ? this.#place : origin) + distance;
    this.#place = Math.min(Math.max(place, 0), this.#length);
  }

  #setLength(length: number): void {
    this.#length = length;
    this.#top = marginDefault;
    this.#textLength = Math.max(0, length - 2 * marginDefault);
    this.home();
  }

  /** The first baseline lies three quarters of a line below the top margin. */
  #home(): number {
    return this.#top + 0.75 * this.#line;
  }
}
