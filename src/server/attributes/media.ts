import { attribute, collection, type IppAttribute, type IppValue, integer } from '../../ipp/index.ts';
import { type MediaSize, sizeOf } from '../jobs/media-size.ts';
import type { Ability } from './offer.ts';

/**
 * Hundredths of a millimetre that a device leaves white when it does not say: 1/6 inch, which laser printers and most
 * ink printers keep, so that what a client scales to it is never cut off.
 */
const marginDefault = 423;

const source = 'auto';
const type = 'stationery';

export function mediaAttributes(ability: Ability): readonly IppAttribute[] {
  const { media } = ability;
  const collections = media.flatMap(mediaCol);
  return [
    attribute('media-default', media[0]),
    attribute('media-supported', ...media),
    attribute('media-ready', ...media),
    attribute('media-source-supported', source),
    attribute('media-type-supported', type),
    attribute('media-bottom-margin-supported', marginDefault),
    attribute('media-left-margin-supported', marginDefault),
    attribute('media-right-margin-supported', marginDefault),
    attribute('media-top-margin-supported', marginDefault),
    attribute('media-col-supported', ...mediaColMembers),
    ...collectionAttributes(collections, media.flatMap(mediaSize)),
  ];
}

/** Asked for by name only: some hundred collections on a real printer (RFC 8011 has no word; PWG 5100.7 §6.9.4 has). */
export function mediaDatabase({ media, device }: Ability): readonly IppAttribute[] {
  const theirs = device.get('media-col-database');
  if (theirs !== undefined) return [theirs];
  const collections = media.flatMap(mediaCol);
  return collections.length > 0 ? [attribute('media-col-database', ...collections)] : [];
}

const mediaColMembers = [
  'media-size',
  'media-size-name',
  'media-source',
  'media-type',
  'media-bottom-margin',
  'media-left-margin',
  'media-right-margin',
  'media-top-margin',
] as const;

function collectionAttributes(
  [first, ...further]: readonly IppValue[],
  sizes: readonly IppValue[],
): readonly IppAttribute[] {
  if (first === undefined) return [];
  return [
    attribute('media-col-default', first),
    attribute('media-col-ready', first, ...further),
    attribute('media-size-supported', ...sizes),
  ];
}

/** Nothing for a name that does not tell its size. */
function mediaCol(name: string): readonly IppValue[] {
  const size = sizeOf(name);
  if (size === undefined) return [];
  return [
    collection(
      attribute('media-size', dimensions(size)),
      attribute('media-size-name', name),
      attribute('media-bottom-margin', marginDefault),
      attribute('media-left-margin', marginDefault),
      attribute('media-right-margin', marginDefault),
      attribute('media-top-margin', marginDefault),
      attribute('media-source', source),
      attribute('media-type', type),
    ),
  ];
}

function mediaSize(name: string): readonly IppValue[] {
  const size = sizeOf(name);
  return size === undefined ? [] : [dimensions(size)];
}

function dimensions({ x, y }: MediaSize): IppValue {
  return collection(attribute('x-dimension', integer(x)), attribute('y-dimension', integer(y)));
}
