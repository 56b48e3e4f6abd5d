import { castMax } from '../pixel-colour.ts';
import type { XlAttributes, XlValue } from './scanner.ts';

/** What a brush, a pen or the pixels of an image leave on the page; `open` where only rendering would tell. */
type Ink = 'mono' | 'colour' | 'open';

export const attribute = {
  colourSpace: 0x03,
  nullBrush: 0x04,
  nullPen: 0x05,
  paletteData: 0x06,
  greyLevel: 0x09,
  rgbColour: 0x0b,
  colourMapping: 0x64,
} as const;

const operators = {
  popState: 0x60,
  pushState: 0x61,
  setBrush: 0x63,
  setColourSpace: 0x6a,
  setPen: 0x79,
} as const;

interface State {
  readonly brush: Ink;
  readonly pen: Ink;
  /** Of images whose pixels are colours, and of those whose pixels are entries of the palette. */
  readonly direct: Ink;
  readonly indexed: Ink;
}

/** At the start of a page brush and pen are black, and the colour space is the device's own choice. */
const initial: State = { brush: 'mono', pen: 'mono', direct: 'open', indexed: 'open' };
const lost: State = { brush: 'open', pen: 'open', direct: 'open', indexed: 'open' };

/** Graphics states within each other; printers end at 32 or so, and what lies deeper only loses its colours here. */
const statesMax = 256;

/**
 * Follows the inks of one page. It is colour when something is painted in an RGB colour that is not grey, mono when all
 * that paints is grey, and open when images in RGB, patterns or unknown operators may have painted either.
 */
export class PageInk {
  #state = initial;
  #saved: State[] = [];
  #savedBeyond = 0;
  #painted: Ink = 'mono';

  /** Whether the page carries colour, undefined when that is open. */
  get colour(): boolean | undefined {
    return this.#painted === 'open' ? undefined : this.#painted === 'colour';
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
          ...imageInks(attributes),
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
      case 0xb0: // BeginImage: colour mapping 1 is by the palette
        this.#paint(
          first(attributes, attribute.colourMapping) === 1 ? this.#state.indexed : this.#state.direct,
        );
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

  #paint(ink: Ink): void {
    if (ink === 'colour' || (ink === 'open' && this.#painted === 'mono')) this.#painted = ink;
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
function doubted(ink: Ink): Ink {
  return ink === 'colour' ? 'open' : ink;
}

function inkOf(attributes: XlAttributes): Ink {
  const rgb = attributes.get(attribute.rgbColour);
  if (rgb !== undefined) return greyTriples(rgb);
  const grey = [attribute.greyLevel, attribute.nullBrush, attribute.nullPen];
  return grey.some((id) => attributes.has(id)) ? 'mono' : 'open';
}

/** Colour spaces: 1 grey; 2 RGB and 6 sRGB, where a palette of greys still makes images mono. */
function imageInks(attributes: XlAttributes): Pick<State, 'direct' | 'indexed'> {
  const space = first(attributes, attribute.colourSpace);
  if (space === 1) return { direct: 'mono', indexed: 'mono' };
  const palette = attributes.get(attribute.paletteData);
  const known = (space === 2 || space === 6) && palette !== undefined;
  // A palette with colours does not say that the image uses them.
  const indexed = known && greyTriples(palette) === 'mono' ? 'mono' : 'open';
  return { direct: 'open', indexed };
}

function greyTriples({ real, elements, cut }: XlValue): Ink {
  if (elements.length === 0 || elements.length % 3 !== 0) return 'open';
  const full = real ? 1 : 255;
  for (let at = 0; at < elements.length; at += 3) {
    const rgb = elements.slice(at, at + 3);
    const cast = (Math.max(...rgb) - Math.min(...rgb)) / full;
    if (!Number.isFinite(cast)) return 'open';
    if (cast > castMax / 255) return 'colour';
  }
  return cut ? 'open' : 'mono';
}

function first(attributes: XlAttributes, id: number): number | undefined {
  return attributes.get(id)?.elements[0];
}
