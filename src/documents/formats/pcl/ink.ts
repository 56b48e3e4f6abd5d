import { PageTone, type Tone } from '../pixels/page-tone.ts';
import { castMax } from '../pixels/pixel-colour.ts';
import type { PclPalette } from './palette.ts';
import {
  blackAlone,
  type ColourMode,
  configuredColours,
  configuredRaster,
  simpleMode,
  toneOfIndex,
} from './pixel-layout.ts';
import { PclRaster } from './raster.ts';

/** Palettes on the stack of ESC*p#P; printers end at their memory, and what lies deeper only loses its colours here. */
const palettesMax = 32;
/** Logical operations that paint the source or the texture as it is. */
const plainOperations: ReadonlySet<number> = new Set([204, 240, 252]);
/** Render algorithms that print greys, where the device obeys (HP 5961-0635 chapter 5). */
const greyAlgorithms: ReadonlySet<number> = new Set([2, 5, 6, 8, 10, 12, 14]);
const pensMax = 256;

/**
 * Follows the colours in force, and what they leave on the page in work. Foreground and pens keep their colour when the
 * palette changes.
 */
export class PclInk {
  readonly #page = new PageTone();
  readonly #raster = new PclRaster();
  readonly #looks: boolean;
  #mode: ColourMode = blackAlone;
  #foreground: Tone = 'mono';
  #pen = 1;
  /** Pens that have a colour of their own. */
  readonly #pens = new Map<number, Tone>();
  /** The other pens are those of HP-GL/2, not of the palette. */
  #ownPens = false;
  #palettes: ColourMode[] = [];
  #patterned = false;
  #greyOnly = false;
  /** What was chosen as colour may come out grey. */
  #doubtful = false;

  /** Without a wish for colour rows are not looked at, and those that may be coloured stay open. */
  constructor(looks: boolean) {
    this.#looks = looks;
  }

  /** Whether the page in work carries colour, undefined when that is open. */
  get colour(): boolean | undefined {
    return this.#page.colour;
  }

  get looksAtRows(): boolean {
    return this.#looks && this.#raster.looks && this.#page.colour !== true;
  }

  endPage(): void {
    this.#page.clear();
    this.#raster.start();
  }

  reset(): void {
    this.#setMode(blackAlone);
    this.#raster.reset();
    this.#foreground = 'mono';
    this.#pen = 1;
    this.#pens.clear();
    this.#ownPens = false;
    this.#palettes = [];
    this.#patterned = false;
    this.#greyOnly = false;
    this.#doubtful = false;
  }

  /** Text or a rule. */
  paint(): void {
    this.#add(this.#foreground);
    if (this.#patterned) this.#add('open');
  }

  /** A line or label of HP-GL/2. */
  plot(): void {
    this.#add(this.#toneOfPen());
    if (this.#patterned) this.#add('open');
  }

  /** What a macro marks, whose marks are not told apart. */
  paintByMacro(): void {
    this.#add(this.#foreground);
    this.#add(this.#raster.unseen);
  }

  /** A row, or one plane of it, that nobody looked at. */
  passRow(): void {
    if (this.#page.colour !== true) this.#add(this.#raster.unseen);
    if (this.#foreground !== 'mono') this.#add('open');
  }

  row(data: Uint8Array, isLast: boolean): void {
    this.#add(this.#raster.take(data, isLast));
    if (this.#foreground !== 'mono') this.#add('open');
  }

  startRaster(): void {
    this.#raster.start();
  }

  setMethod(value: number): void {
    this.#raster.method = value;
  }

  setWidth(value: number): void {
    this.#raster.width = value;
  }

  setSimple(value: number): void {
    this.#setMode(simpleMode(value));
  }

  configure(content: Uint8Array): void {
    this.#setMode(configuredColours(content));
  }

  configureRaster(content: Uint8Array): void {
    this.#setMode({ ...this.#mode, layout: configuredRaster(content) });
  }

  setComponent(place: 0 | 1 | 2, value: number): void {
    this.#palette?.setComponent(place, value);
  }

  assign(index: number): void {
    this.#palette?.assign(index);
  }

  setForeground(index: number): void {
    this.#foreground = index < 0 ? 'open' : toneOfIndex(this.#mode, index);
  }

  /** ESC*p#P: 0 keeps the palette, 1 takes the last one that was kept. */
  keepPalette(value: number): void {
    if (value === 1) this.#setMode(this.#palettes.pop() ?? this.#mode);
    else if (this.#palettes.length < palettesMax) this.#palettes.push(this.#mode);
    else this.#doubtful = true;
  }

  /** Something that can make greys of the colours that were chosen: a table, another palette. */
  doubt(): void {
    this.#doubtful = true;
  }

  /** A pattern in colours was defined, which may fill what is painted. */
  definePattern(content: Uint8Array): void {
    if (content[0] !== 0) this.#patterned = true;
  }

  /** ESC&b#M: 1 prints greys only. */
  setGreyOnly(value: number): void {
    this.#greyOnly = value === 1;
  }

  /** ESC*t#J */
  setAlgorithm(value: number): void {
    if (greyAlgorithms.has(value)) this.#doubtful = true;
  }

  /** ESC*l#O */
  setOperation(value: number): void {
    if (!plainOperations.has(value)) this.#doubtful = true;
  }

  /** SP of HP-GL/2. */
  choosePen(pen: number): void {
    this.#pen = pen;
  }

  /** PC of HP-GL/2 gives a pen a colour (components from 0 to 255); without a pen all such colours are taken back. */
  colourPen(pen: number | undefined, components: readonly number[] | undefined): void {
    if (pen === undefined) this.#pens.clear();
    else if (this.#pens.size < pensMax) this.#pens.set(pen, toneOfPenColour(components));
  }

  /** NP of HP-GL/2: so many pens with the colours of HP-GL/2. */
  renewPens(): void {
    this.#pens.clear();
    this.#ownPens = true;
  }

  /** RF of HP-GL/2: fillings in several pens. */
  fillByPens(): void {
    if (this.#mode !== blackAlone || this.#pens.size > 0) this.#patterned = true;
  }

  /** 0 is no pen or white, 1 black unless the palette says otherwise; what other pens are is the device's matter. */
  #toneOfPen(): Tone {
    const pen = this.#pen;
    const known = this.#pens.get(pen);
    if (known !== undefined) return known;
    if (this.#mode !== blackAlone && !this.#ownPens && pen >= 0) return toneOfIndex(this.#mode, pen);
    return pen === 0 || pen === 1 ? 'mono' : 'open';
  }

  /** The palette, where it can be changed. */
  get #palette(): PclPalette | undefined {
    return this.#mode.fixed ? undefined : this.#mode.palette;
  }

  #setMode(mode: ColourMode): void {
    this.#mode = mode;
    this.#raster.layout = mode.layout;
  }

  #add(tone: Tone): void {
    if (this.#greyOnly) return;
    this.#page.add(tone === 'colour' && this.#doubtful ? 'open' : tone);
  }
}

function toneOfPenColour(components: readonly number[] | undefined): Tone {
  if (components === undefined) return 'open';
  return Math.max(...components) - Math.min(...components) > castMax ? 'colour' : 'mono';
}
