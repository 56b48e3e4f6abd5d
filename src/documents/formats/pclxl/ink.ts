import type { LookBudget } from '../pixels/look-budget.ts';
import { PageTone, type Tone } from '../pixels/page-tone.ts';
import { colouredEntries } from '../pixels/palette.ts';
import { attribute, first, type XlAttributes, type XlValue } from './attributes.ts';
import { type ImageColours, XlImage } from './image.ts';

const operators = {
  popState: 0x60,
  pushState: 0x61,
  setBrush: 0x63,
  setColourSpace: 0x6a,
  setPen: 0x79,
} as const;

interface State {
  readonly brush: Tone;
  readonly pen: Tone;
  /** Of images; `mono` in a grey colour space. */
  readonly images: ImageColours | 'mono';
}

const unknownColours: ImageColours = { isRgb: false, coloured: undefined };
/** At the start of a page brush and pen are black, and the colour space is the device's own choice. */
const initial: State = { brush: 'mono', pen: 'mono', images: unknownColours };
const lost: State = { brush: 'open', pen: 'open', images: unknownColours };

/** Graphics states within each other; printers end at 32 or so, and what lies deeper only loses its colours here. */
const statesMax = 256;

/**
 * Follows the inks of one page. It is colour when something is painted in an RGB colour that is not grey, mono when all
 * that paints is grey, and open when patterns, unknown operators, or images that are not looked at may have painted either.
 */
export class PageInk {
  #state = initial;
  #saved: State[] = [];
  #savedBeyond = 0;
  readonly #painted = new PageTone();
  readonly #budget: LookBudget | undefined;
  #image: XlImage | undefined;

  /** Without a budget images are not looked at. */
  constructor(budget: LookBudget | undefined) {
    this.#budget = budget;
  }

  /** Whether the page carries colour, undefined when that is open. */
  get colour(): boolean | undefined {
    return this.#painted.colour;
  }

  get wantsData(): boolean {
    return this.#image?.looking === true;
  }

  data(part: Uint8Array): void {
    this.#image?.take(part);
  }

  operator(code: number, attributes: XlAttributes): void {
    switch (code) {
      case operators.setBrush:
        this.#state = { ...this.#state, brush: inkOf(attributes) };
        return;
      case operators.setPen:
        this.#state = { ...this.#state, pen: inkOf(attributes) };
        return;
      case operators.setColourSpace:
        this.#state = {
          brush: doubted(this.#state.brush),
          pen: doubted(this.#state.pen),
          images: imageColours(attributes),
        };
        return;
      case operators.pushState:
        this.#push();
        return;
      case operators.popState:
        this.#pop();
        return;
      default:
        this.#paintBy(code, attributes);
    }
  }

  /** PaintPath and the shapes use brush and pen, text and scan lines the brush. */
  #paintBy(code: number, attributes: XlAttributes): void {
    switch (code) {
      case 0x86: // PaintPath
      case 0x96: // Chord
      case 0x98: // Ellipse
      case 0x9e: // Pie
      case 0xa0: // Rectangle
      case 0xa2: // RoundRectangle
        this.#paint(this.#state.brush);
        this.#paint(this.#state.pen);
        return;
      case 0xa8: // Text
      case 0xb9: // ScanLineRel
        this.#paint(this.#state.brush);
        return;
      case 0xb0: // BeginImage
        this.#beginImage(attributes);
        return;
      case 0xb1: // ReadImage
        this.#image?.readBlock(attributes);
        return;
      case 0xb2: // EndImage
        if (this.#image !== undefined) this.#paint(this.#image.end());
        this.#image = undefined;
        return;
      case 0x46: // VendorUnique
      case 0x5e: // ExecStream
      case 0xbf: // PassThrough
        this.#paint('open');
        return;
      default:
        return;
    }
  }

  #beginImage(attributes: XlAttributes): void {
    const { images } = this.#state;
    this.#image = undefined;
    if (images === 'mono' || this.#painted.colour === true) return;
    if (isGreyPalette(images, attributes)) return;
    this.#image = this.#budget === undefined ? undefined : XlImage.begin(attributes, images, this.#budget);
    if (this.#image === undefined) this.#paint('open');
  }

  #paint(tone: Tone): void {
    this.#painted.add(tone);
  }

  #push(): void {
    if (this.#saved.length < statesMax) this.#saved.push(this.#state);
    else this.#savedBeyond += 1;
  }

  #pop(): void {
    if (this.#savedBeyond > 0) {
      this.#savedBeyond -= 1;
      this.#state = lost;
    } else this.#state = this.#saved.pop() ?? lost;
  }
}

/** Devices do not agree whether a colour outlives the colour space that it was set in. */
function doubted(ink: Tone): Tone {
  return ink === 'colour' ? 'open' : ink;
}

function inkOf(attributes: XlAttributes): Tone {
  const rgb = attributes.get(attribute.rgbColour);
  if (rgb !== undefined) {
    const coloured = colouredTriples(rgb);
    if (coloured === undefined) return 'open';
    return coloured.includes(1) ? 'colour' : 'mono';
  }
  const grey = [attribute.greyLevel, attribute.nullBrush, attribute.nullPen];
  return grey.some((id) => attributes.has(id)) ? 'mono' : 'open';
}

/** Colour spaces: 1 grey; 2 RGB and 6 sRGB. */
function imageColours(attributes: XlAttributes): State['images'] {
  const space = first(attributes, attribute.colourSpace);
  if (space === 1) return 'mono';
  if (space !== 2 && space !== 6) return unknownColours;
  const palette = attributes.get(attribute.paletteData);
  return { isRgb: true, coloured: palette === undefined ? undefined : colouredTriples(palette) };
}

function isGreyPalette({ coloured }: ImageColours, attributes: XlAttributes): boolean {
  return first(attributes, attribute.colourMapping) === 1 && coloured?.includes(1) === false;
}

/** 1 where a triple is coloured; undefined when these are no triples. */
function colouredTriples({ real, elements, cut }: XlValue): Uint8Array | undefined {
  const sound = elements.length > 0 && elements.length % 3 === 0 && elements.every(Number.isFinite);
  if (!sound || cut) return undefined;
  return colouredEntries(real ? elements.map((element) => element * 255) : elements, 3);
}
