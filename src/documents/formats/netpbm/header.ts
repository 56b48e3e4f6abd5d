import { rasterPixelsMax } from '../../limits.ts';
import { takeOctet } from '../octets/octet-script.ts';
import type { ImageScript } from '../pixels/image-counter.ts';
import type { PixelKind } from '../pixels/pixel-colour.ts';
import type { InkPixels } from '../pixels/pixel-ink.ts';
import { SampleColour, type SampleLayout, type SampleSpace } from '../pixels/sample-colour.ts';

/** Samples in text. */
export interface PlainGeometry {
  readonly samples: number;
  readonly sampleMax: number;
  /** Every digit is a pixel (P1). */
  readonly digits: boolean;
}

export interface NetpbmHeader {
  readonly pixels: PixelKind;
  /** Of samples that `pixels` has no kind for. */
  readonly samples?: SampleLayout;
  /** Undefined where samples would have to be scaled or blended. */
  readonly ink: InkPixels | undefined;
  /** Pixels of the picture. */
  readonly area: number;
  /** Octets of the picture behind the header; 0 when its samples are in text. */
  readonly octets: number;
  readonly plain?: PlainGeometry;
}

/** A header has some ten words; more than this in comments is no picture. */
const headerOctetsMax = 65_536;
const sampleMaxMax = 65_535;
/** Samples of a pixel: the tuple types that are defined have at most 4. */
const depthMax = 1_024;

/** The header of P1 to P6, from behind its magic to the blank before the pixels. */
export function* readPnmHeader(kind: number): ImageScript<NetpbmHeader | undefined> {
  if (kind < 1 || kind > 6) return undefined;
  const width = yield* readNumber();
  const height = yield* readNumber();
  const bitmap = kind === 1 || kind === 4;
  const sampleMax = bitmap ? 1 : yield* readNumber();
  if (!areSizes(width, height) || sampleMax < 1 || sampleMax > sampleMaxMax) return undefined;
  const grey = kind !== 3 && kind !== 6;
  const samplesPerRow = width * (grey ? 1 : 3);
  if (kind <= 3) {
    // Samples in text are handed over as octets of 0 to 255.
    const plain = { samples: samplesPerRow * height, sampleMax, digits: bitmap };
    const ink = grey ? greyInk(8, !bitmap) : colourInk('rgb8');
    return { pixels: grey ? 'grey' : 'rgb8', ink, area: width * height, octets: 0, plain };
  }
  const octetsPerRow = bitmap ? Math.ceil(width / 8) : samplesPerRow * (sampleMax > 255 ? 2 : 1);
  const pixels = grey ? 'grey' : colourPixels(3, sampleMax);
  const samples = grey ? undefined : sampleLayout('rgb', { samples: 3, sampleMax, width });
  const ink = bitmap ? greyInk(1, false) : grey ? greySamples(sampleMax) : colourInk(pixels);
  return { pixels, ...kindOr(pixels, samples), ink, area: width * height, octets: octetsPerRow * height };
}

/** The header of P7, from behind its magic to the line ENDHDR. */
export function* readPamHeader(): ImageScript<NetpbmHeader | undefined> {
  const fields = new Map<string, string>();
  for (let octetsLeft = headerOctetsMax; octetsLeft > 0; ) {
    const line: string = yield* readLine(octetsLeft);
    octetsLeft -= line.length + 1;
    if (line.trim() === 'ENDHDR') return pamHeader(fields);
    const [name = '', value = ''] = line.trim().split(/\s+/, 2);
    if (name !== '' && !name.startsWith('#')) fields.set(name, value);
  }
  return undefined;
}

function pamHeader(fields: ReadonlyMap<string, string>): NetpbmHeader | undefined {
  const [width, height, depth, sampleMax] = ['WIDTH', 'HEIGHT', 'DEPTH', 'MAXVAL'].map((name) =>
    wholeNumber(fields.get(name) ?? ''),
  );
  if (width === undefined || height === undefined || depth === undefined || sampleMax === undefined) return;
  if (!areSizes(width, height) || !(depth >= 1 && depth <= depthMax)) return undefined;
  if (!(sampleMax >= 1 && sampleMax <= sampleMaxMax)) return undefined;
  const type = fields.get('TUPLTYPE') ?? '';
  const grey = /^(?:BLACKANDWHITE|GRAYSCALE)(?:_ALPHA)?$/.test(type) && depth <= 2;
  const rgb = (type === 'RGB' && depth === 3) || (type === 'RGB_ALPHA' && depth === 4);
  // What ImageMagick and Ghostscript write besides the types of NetPBM.
  const cmyk = (type === 'CMYK' && depth === 4) || (type === 'CMYK_ALPHA' && depth === 5);
  const pixels = grey ? 'grey' : rgb ? colourPixels(depth, sampleMax) : 'unknown';
  const space = rgb ? 'rgb' : cmyk ? 'cmyk' : undefined;
  const samples = space === undefined ? undefined : sampleLayout(space, { samples: depth, sampleMax, width });
  const ink = !grey ? colourInk(pixels) : depth === 1 ? greySamples(sampleMax) : undefined;
  const octets = width * height * depth * (sampleMax > 255 ? 2 : 1);
  return { pixels, ...kindOr(pixels, samples), ink, area: width * height, octets };
}

function sampleLayout(
  space: SampleSpace,
  sizes: Pick<SampleLayout, 'samples' | 'sampleMax' | 'width'>,
): SampleLayout | undefined {
  const layout = { ...sizes, space, bits: sizes.sampleMax > 255 ? 16 : 8, littleEndian: false } as const;
  return SampleColour.canHold(layout) ? layout : undefined;
}

function kindOr(pixels: PixelKind, samples: SampleLayout | undefined): { readonly samples?: SampleLayout } {
  return pixels === 'unknown' && samples !== undefined ? { samples } : {};
}

function greyInk(bits: 1 | 8 | 16, whiteIsHigh: boolean): InkPixels {
  return { kind: 'grey', bits, whiteIsHigh };
}

function greySamples(sampleMax: number): InkPixels | undefined {
  if (sampleMax === 255) return greyInk(8, true);
  return sampleMax === sampleMaxMax ? greyInk(16, true) : undefined;
}

/** Transparent pixels would have to be blended. */
function colourInk(pixels: PixelKind): InkPixels | undefined {
  if (pixels !== 'rgb8' && pixels !== 'rgb16') return undefined;
  return { kind: 'rgb', octets: pixels === 'rgb8' ? 1 : 2 };
}

/** Other maxima than those of whole octets are looked at sample by sample. */
function colourPixels(depth: number, sampleMax: number): PixelKind {
  if (sampleMax === 255) return depth === 4 ? 'rgbx8' : 'rgb8';
  return sampleMax === sampleMaxMax && depth === 3 ? 'rgb16' : 'unknown';
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function areSizes(width: number, height: number): boolean {
  return width >= 1 && width <= rasterPixelsMax && height >= 1 && height <= rasterPixelsMax;
}

/** The next number and the one octet behind it; NaN when there is none. A comment goes to the end of its line. */
function* readNumber(): ImageScript<number> {
  let text = '';
  let inComment = false;
  for (let octets = 0; octets < headerOctetsMax; octets += 1) {
    const character = String.fromCharCode(yield* takeOctet());
    if (inComment) {
      inComment = character !== '\n' && character !== '\r';
      if (!inComment && text !== '') return wholeNumber(text);
    } else if (character === '#') inComment = true;
    else if (/[0-9]/.test(character) && text.length < 10) text += character;
    else if (!/[ \t\n\v\f\r]/.test(character)) return Number.NaN;
    else if (text !== '') return wholeNumber(text);
  }
  return Number.NaN;
}

function* readLine(octetsMax: number): ImageScript<string> {
  let line = '';
  while (line.length < octetsMax) {
    const octet = yield* takeOctet();
    if (octet === 0x0a) break;
    line += String.fromCharCode(octet);
  }
  return line;
}
