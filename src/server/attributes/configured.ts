import {
  firstInteger,
  firstString,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  members,
  stringOf,
} from '../../ipp/index.ts';
import type { Capabilities } from '../../model/device.ts';
import { nameOfSize, namesOfOneSize } from '../../model/media-size.ts';
import { mediaCols, mediaSizes } from './media-col.ts';

/**
 * What a device says of itself, but for what the configuration takes back: paper, resolutions or colour that are not to be
 * offered are in no other attribute of it either.
 */
export function withinConfigured(
  device: IppAttributes,
  { media, resolutions, colour, sides }: Partial<Capabilities>,
): IppAttributes {
  if (device.size === 0) return device;
  const kept = new Map(device);
  if (media !== undefined) {
    keep(kept, ['media-ready'], (value) => media.includes(stringOf(value) ?? ''));
    keep(kept, aboutSizes, (value) => isSizeOf(value, media));
    add(kept, 'media-size-supported', mediaSizes, media);
    add(kept, 'media-col-database', (missing) => mediaCols(missing, device), media);
    changeDefault(kept, device, namesOfOneSize(media)[0] ?? '');
  }
  if (resolutions !== undefined) keep(kept, aboutResolutions, (value) => isResolutionOf(value, resolutions));
  if (colour === false) for (const name of aboutColour) kept.delete(name);
  // All of it in one attribute: ours is made from what is configured.
  if ([resolutions, colour, sides].some((each) => each !== undefined)) kept.delete('urf-supported');
  return kept;
}

const aboutSizes = ['media-col-database', 'media-col-ready', 'media-size-supported'];
const aboutResolutions = [
  'printer-resolution-default',
  'printer-resolution-supported',
  'pwg-raster-document-resolution-supported',
];
const aboutColour = ['pages-per-minute-color', 'pwg-raster-document-type-supported'];

/** Without any value left an attribute goes, so that ours takes its place. */
function keep(
  kept: Map<string, IppAttribute>,
  names: readonly string[],
  isKept: (value: IppValue) => boolean,
) {
  for (const name of names) {
    const [first, ...further] = kept.get(name)?.values.filter(isKept) ?? [];
    if (first === undefined) kept.delete(name);
    else kept.set(name, { name, values: [first, ...further] });
  }
}

/** Paper that is configured and that the device does not tell of. */
function add(
  kept: Map<string, IppAttribute>,
  name: string,
  valuesOf: (missing: readonly string[]) => readonly IppValue[],
  media: readonly string[],
): void {
  const theirs = kept.get(name);
  if (theirs === undefined) return;
  const missing = media.filter((each) => !theirs.values.some((value) => isSizeOf(value, [each])));
  kept.set(name, { name, values: [...theirs.values, ...valuesOf(missing)] });
}

/** The first of what is configured, by the device's own words for paper of this size where it has some. */
function changeDefault(kept: Map<string, IppAttribute>, device: IppAttributes, standard: string): void {
  const name = 'media-col-default';
  const [theirs] = device.get(name)?.values ?? [];
  if (theirs === undefined || isSizeOf(theirs, [standard])) return;
  const known = ['media-col-ready', 'media-col-database'].flatMap((each) => kept.get(each)?.values ?? []);
  const [made] = mediaCols([standard], device);
  const value = known.find((each) => isSizeOf(each, [standard])) ?? made;
  if (value === undefined) kept.delete(name);
  else kept.set(name, { name, values: [value] });
}

/** A size, or a collection about media of one. */
function isSizeOf(value: IppValue, media: readonly string[]): boolean {
  if (value.syntax !== 'collection') return false;
  const [size = value.members] = members(value.members, 'media-size');
  const x = firstInteger(size, 'x-dimension');
  const y = firstInteger(size, 'y-dimension');
  if (x !== undefined && y !== undefined) return nameOfSize({ x, y }, media) !== undefined;
  return media.includes(firstString(value.members, 'media-size-name') ?? '');
}

function isResolutionOf(value: IppValue, resolutions: readonly number[]): boolean {
  return (
    value.syntax === 'resolution' && value.units === 'dpi' && resolutions.includes(Math.min(value.x, value.y))
  );
}
