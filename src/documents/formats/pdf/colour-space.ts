import { numbersOf, type Tone, toneOfCmyk, toneOfRgb } from './colour-tone.ts';
import {
  countOf,
  isDictionary,
  nameOf,
  type PdfDictionary,
  PdfStream,
  PdfString,
  type PdfValue,
} from './values.ts';

type Resolve = (value: PdfValue | undefined) => PdfValue;

/** A colour space as far as it matters here; `black` is an ink that cannot be anything else. */
export type ColourSpace =
  | { readonly kind: 'grey' | 'rgb' | 'profiled-rgb' | 'cmyk' | 'black' | 'unknown' }
  | { readonly kind: 'indexed'; readonly palette: Tone };

const unknownSpace: ColourSpace = { kind: 'unknown' };

const deviceSpaces: ReadonlyMap<string, ColourSpace> = new Map<string, ColourSpace>([
  ['DeviceGray', { kind: 'grey' }],
  ['CalGray', { kind: 'grey' }],
  ['G', { kind: 'grey' }],
  ['DeviceRGB', { kind: 'rgb' }],
  ['CalRGB', { kind: 'profiled-rgb' }],
  ['RGB', { kind: 'rgb' }],
  ['DeviceCMYK', { kind: 'cmyk' }],
  ['CMYK', { kind: 'cmyk' }],
]);

/** Reads a colour space (ISO 32000-1 §8.6) that is named, or stands in the resources under its name. */
export function readColourSpace(
  value: PdfValue | undefined,
  resources: PdfDictionary,
  resolve: Resolve,
): ColourSpace {
  const own = resolve(value);
  const name = nameOf(own);
  if (name === undefined) return readFamily(own, resolve);
  const device = deviceSpaces.get(name);
  if (device !== undefined) return device;
  const spaces = resolve(resources.get('ColorSpace'));
  const named = isDictionary(spaces) ? resolve(spaces.get(name)) : null;
  return deviceSpaces.get(nameOf(named) ?? '') ?? readFamily(named, resolve);
}

function readFamily(value: PdfValue, resolve: Resolve): ColourSpace {
  if (!Array.isArray(value)) return unknownSpace;
  const family = nameOf(resolve(value[0])) ?? '';
  const device = deviceSpaces.get(family);
  if (device !== undefined) return device;
  if (family === 'ICCBased') return readProfile(resolve(value[1]), resolve);
  if (family === 'Separation')
    return nameOf(resolve(value[1])) === 'Black' ? { kind: 'black' } : unknownSpace;
  if (family === 'Indexed' || family === 'I') return readIndexed(value, resolve);
  return unknownSpace;
}

function readProfile(profile: PdfValue, resolve: Resolve): ColourSpace {
  const channels = profile instanceof PdfStream ? countOf(resolve(profile.dictionary.get('N'))) : undefined;
  if (channels === 1) return { kind: 'grey' };
  return channels === 3 ? { kind: 'profiled-rgb' } : unknownSpace;
}

/** An indexed space is mono when all of its palette is; a coloured entry may never be used. */
function readIndexed(value: readonly PdfValue[], resolve: Resolve): ColourSpace {
  const base = readColourSpace(value[1], new Map(), resolve);
  const lookup = resolve(value[3]);
  if (base.kind === 'grey' || base.kind === 'black') return { kind: 'indexed', palette: 'mono' };
  if (base.kind !== 'rgb' || !(lookup instanceof PdfString)) return unknownSpace;
  const { octets } = lookup;
  for (let at = 0; at + 2 < octets.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = octets.subarray(at, at + 3);
    if (toneOfRgb(red / 255, green / 255, blue / 255) !== 'mono') return unknownSpace;
  }
  return { kind: 'indexed', palette: 'mono' };
}

/** The tone of the colour that these operands select in a space. */
export function toneIn(space: ColourSpace, operands: readonly PdfValue[]): Tone {
  switch (space.kind) {
    case 'grey':
    case 'black':
      return 'mono';
    case 'indexed':
      return space.palette;
    case 'rgb':
    case 'profiled-rgb':
      return toneOfChannels(space.kind, operands);
    case 'cmyk': {
      const [cyan, magenta, yellow] = numbersOf(operands, 4) ?? [];
      if (cyan === undefined || magenta === undefined || yellow === undefined) return 'unknown';
      return toneOfCmyk(cyan, magenta, yellow);
    }
    case 'unknown':
      return 'unknown';
  }
}

/** In a profile only black and white are sure to be neutral. */
function toneOfChannels(kind: 'rgb' | 'profiled-rgb', operands: readonly PdfValue[]): Tone {
  const [red, green, blue] = numbersOf(operands, 3) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return 'unknown';
  const tone = toneOfRgb(red, green, blue);
  const extreme = red === green && green === blue && (red === 0 || red === 1);
  return kind === 'rgb' || extreme ? tone : 'unknown';
}

/** The tone right after a space is chosen: black, but full ink in a spot colour (ISO 32000-1 §8.6.8). */
export function initialTone(space: ColourSpace): Tone {
  if (space.kind === 'unknown') return 'unknown';
  return space.kind === 'indexed' ? space.palette : 'mono';
}
