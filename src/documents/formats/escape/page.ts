import type { DevicePages } from '../device/pages.ts';
import { type DeviceEnd, unsupported } from '../device/script.ts';

const lineInches = 1 / 6;
/** Length of a page of fanfold and Letter, which devices assume when nobody tells them another. */
const pageInches = 11;
/** Longer than any sheet of a device with such a language: A2 has 23.4 inches, a drum of banner paper is cut by FF too. */
const rasterInchesMax = 24;

/** A distance that depends on the device: of n/180 and n/216 inch one is meant, and nothing in the data says which. */
export interface Distance {
  readonly least: number;
  readonly most: number;
}

/** The page in work: what marks it, and how far the paper has moved since it began. */
export class EscapePage {
  readonly pages: DevicePages;
  #raster = false;
  #text = false;
  #inColour = false;
  #coloured = false;
  #line: Distance = { least: lineInches, most: lineInches };
  #length = pageInches;
  #least = 0;
  #most = 0;
  #lastText = 0;
  #media: string | undefined;
  #sideEnded = false;
  #problem: DeviceEnd | undefined;

  constructor(pages: DevicePages) {
    this.pages = pages;
  }

  get marked(): boolean {
    return this.#raster || this.#text;
  }

  get problem(): DeviceEnd | undefined {
    return this.#problem;
  }

  /** A picture or a rule marks the page, in the colour that was chosen last. */
  draw(): void {
    this.#raster = true;
    this.#coloured ||= this.#inColour;
  }

  write(): void {
    this.#text = true;
    this.#coloured ||= this.#inColour;
    this.#lastText = this.#most;
  }

  /** The paper of this page and the next ones. */
  setMedia(media: string | undefined): void {
    this.#media = media;
  }

  /** Whether marks from here on are in a colour other than black. */
  setColour(inColour: boolean): void {
    this.#inColour = inColour;
  }

  /** Back to what the device assumes. */
  reset(): void {
    this.#inColour = false;
    this.#line = { least: lineInches, most: lineInches };
    this.#length = pageInches;
  }

  setLine(inches: Distance): void {
    this.#line = inches;
  }

  setLengthInLines(lines: number): void {
    this.#length = lines * this.#line.least;
  }

  setLength(inches: number): void {
    this.#length = inches;
  }

  feedLines(lines: number): void {
    // Without an object for each of a million lines.
    this.#least += lines * this.#line.least;
    this.#most += lines * this.#line.most;
  }

  feed(inches: Distance): void {
    this.#least += inches.least;
    this.#most += inches.most;
  }

  /** Ends the side in work; without a mark only at the end of the data, where it lets go of the sheet. */
  endSide(): void {
    if (this.marked) this.end();
    else this.#sideEnded = true;
  }

  /** A form feed: the page comes out, a blank one too. */
  end(): void {
    if (this.#sideEnded) this.#problem ??= unsupported('A side without a mark ends before others.');
    if (this.#text && this.#lastText > this.#length - lineInches / 2) {
      this.#problem ??= unsupported('Lines pass the end of a page without a form feed.');
    } else if (this.#least > rasterInchesMax) {
      this.#problem ??= unsupported('The paper moves on beyond any page without a form feed.');
    }
    if (this.#text)
      this.pages.addDoubt('Text prints: the device may break long lines, and pages, elsewhere.');
    this.pages.end({ media: this.#media, colour: this.#coloured ? undefined : false });
    this.#raster = false;
    this.#text = false;
    this.#coloured = false;
    this.#least = 0;
    this.#most = 0;
    this.#lastText = 0;
  }
}
