import type { Tone } from '../pixels/page-tone.ts';
import { type ColourRange, PclPalette } from './palette.ts';

/** How the rows of raster say colour. */
export type PixelLayout =
  /** One plane of black dots, or greys alone. */
  | { readonly kind: 'grey' }
  /** Planes of black dots first, then those of coloured inks: any dot of these is colour. */
  | { readonly kind: 'inks'; readonly planes: number; readonly black: number }
  /** Three sets of planes, RGB or CMY: colour where they differ. */
  | { readonly kind: 'mixed'; readonly planes: number }
  /** Planes that number an entry of the palette, lowest bit first. */
  | { readonly kind: 'indexed-planes'; readonly planes: number; readonly palette: PclPalette }
  /** Numbers of entries side by side, 1 to 8 bits each. */
  | { readonly kind: 'indexed-pixels'; readonly bits: number; readonly palette: PclPalette }
  /** Three octets a pixel. */
  | { readonly kind: 'pixels' }
  /** So many planes of black dots, and pixels in RGB that only `readPixels` understands. */
  | { readonly kind: 'dots-and-pixels'; readonly planes: number }
  | { readonly kind: 'open' };

/** What colours a command chose, for rows and for everything else. */
export interface ColourMode {
  readonly layout: PixelLayout;
  readonly palette: PclPalette;
  /** The palette cannot be changed. */
  readonly fixed: boolean;
}

const fullRange: ColourRange = { known: true, from: [0, 0, 0], to: [255, 255, 255] };

export const blackAlone: ColourMode = {
  layout: { kind: 'grey' },
  palette: new PclPalette(1, fullRange),
  fixed: true,
};

/** ESC*r#U: 1 is black, 3 RGB, −3 CMY, −4 KCMY; their palettes are those of HP and cannot be changed. */
export function simpleMode(value: number): ColourMode {
  switch (value) {
    case 0:
    case 1:
    case -1:
      return blackAlone;
    case 3:
    case -3:
      return { layout: { kind: 'mixed', planes: 3 }, palette: new PclPalette(3, fullRange), fixed: true };
    case -4:
      return {
        layout: { kind: 'inks', planes: 4, black: 1 },
        palette: new PclPalette(4, unknownRange),
        fixed: true,
      };
    default:
      return { layout: { kind: 'open' }, palette: new PclPalette(8, unknownRange), fixed: true };
  }
}

const unknownRange: ColourRange = { known: false, from: [], to: [] };

/** ESC*g#W of DeskJets, in the two formats that drivers write. */
export function configuredRaster(content: Uint8Array): PixelLayout {
  return content[0] === 6 ? configuredComponents(content) : configuredLevels(content);
}

/**
 * format(1, 6 here) 1F components(2), then of each: resolution(2 + 2) method of compression(1) (1) bits(1) planes(1). Planes of one
 * bit are black; the last component may be pixels in sRGB.
 */
function configuredComponents(content: Uint8Array): PixelLayout {
  const count = ((content[2] ?? 0) << 8) | (content[3] ?? 0);
  if (content[1] !== 0x1f || count === 0 || content.length !== 4 + count * 8) return { kind: 'open' };
  const components = Array.from({ length: count }, (_, index) => {
    const [method, , bits, planes] = content.subarray(8 + index * 8, 12 + index * 8);
    return { method, isDots: bits === 1, planes: planes ?? 0 };
  });
  if (components.every(({ isDots }) => isDots)) return count === 1 ? { kind: 'grey' } : { kind: 'open' };
  const last = components.pop();
  if (last?.method !== pixelMethod || last.planes !== 1 || components.some(({ isDots }) => !isDots))
    return { kind: 'open' };
  return { kind: 'dots-and-pixels', planes: components.reduce((sum, { planes }) => sum + planes, 0) };
}

const pixelMethod = 10;

/**
 * format(1, 2 here) components(1), then of each: resolution(2 + 2) levels(2). Two levels are one
 * plane, four are two; one component is black, three are CMY, four and six begin with black.
 */
function configuredLevels(content: Uint8Array): PixelLayout {
  const components = content[1] ?? 0;
  if (content[0] !== 2 || content.length < 2 + components * 6) return { kind: 'open' };
  const planes = Array.from({ length: components }, (_, index) =>
    Math.ceil(Math.log2(((content[6 + index * 6] ?? 0) << 8) | (content[7 + index * 6] ?? 0))),
  );
  if (planes.some((count) => count < 1)) return { kind: 'open' };
  const [first = 1] = planes;
  const all = planes.reduce((sum, count) => sum + count, 0);
  if (components === 1) return { kind: 'grey' };
  if (components === 4 || components === 6) return { kind: 'inks', planes: all, black: first };
  return components === 3 && all === first * 3 ? { kind: 'mixed', planes: all } : { kind: 'open' };
}

/**
 * ESC*v#W (CID, HP 5961-0635 chapter 3): space(1) encoding(1) bits of an index(1) bits of each primary(3), in its long
 * form also white(3 × 2) and black(3 × 2). Space 0 is RGB, 1 CMY; encoding 0 and 1 are indexes by plane and by pixel, 2 and
 * 3 colours by plane and by pixel.
 */
export function configuredColours(content: Uint8Array): ColourMode {
  const [space = 0, encoding = 0, bits = 1, ...primaries] = content.subarray(0, 6);
  const palette = new PclPalette(Math.min(8, Math.max(1, bits)), rangeOf(content));
  const layout = layoutOf({ encoding, bits, primaries, palette, isFull: isFull(rangeOf(content)) });
  const known = content.length >= 6 && space <= 1;
  return { layout: known ? layout : { kind: 'open' }, palette, fixed: false };
}

interface Encoding {
  readonly encoding: number;
  readonly bits: number;
  readonly primaries: readonly number[];
  readonly palette: PclPalette;
  readonly isFull: boolean;
}

function layoutOf({ encoding, bits, primaries, palette, isFull: full }: Encoding): PixelLayout {
  const open = { kind: 'open' } as const;
  switch (encoding) {
    case 0:
      return bits >= 1 && bits <= 8 ? { kind: 'indexed-planes', planes: bits, palette } : open;
    case 1:
      return [1, 2, 4, 8].includes(bits) ? { kind: 'indexed-pixels', bits, palette } : open;
    case 2:
      return primaries.every((primary) => primary === 1) ? { kind: 'mixed', planes: 3 } : open;
    case 3:
      return full && primaries.every((primary) => primary === 8) ? { kind: 'pixels' } : open;
    default:
      return open;
  }
}

function rangeOf(content: Uint8Array): ColourRange {
  if ((content[0] ?? 0) > 1) return unknownRange;
  if (content.length < 18) {
    // A component of 0 bits has 8.
    const to = [3, 4, 5].map((at) => 2 ** (Math.min(16, content[at] ?? 0) || 8) - 1);
    return { known: true, from: [0, 0, 0], to };
  }
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const three = (first: number) => [0, 2, 4].map((at) => view.getInt16(first + at));
  return { known: true, from: three(12), to: three(6) };
}

function isFull({ from, to }: ColourRange): boolean {
  return (
    from.every((value) => value === from[0]) && to.every((value) => value === to[0] && Math.abs(value) >= 255)
  );
}

/** The tone of an entry, for what prints in it. */
export function toneOfIndex({ palette, layout }: ColourMode, index: number): Tone {
  // Of the palette of KCMY every odd entry is black.
  if (layout.kind === 'inks') return index % 2 === 1 || index === 0 ? 'mono' : 'colour';
  return layout.kind === 'open' ? 'open' : palette.tone(index);
}
