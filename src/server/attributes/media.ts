import { attribute, type IppAttribute, type IppValue } from '../../ipp/index.ts';
import { namesOfOneSize } from '../../model/media-size.ts';
import {
  marginDefault,
  mediaCols,
  mediaColsOfOneSize,
  mediaSizes,
  sourceDefault,
  typeDefault,
} from './media-col.ts';
import type { Ability } from './offer.ts';

export function mediaAttributes({ media, device }: Ability): readonly IppAttribute[] {
  // The ends of a range are no paper that lies in a tray.
  const [standard = media[0], ...further] = namesOfOneSize(media);
  return [
    attribute('media-default', standard),
    attribute('media-supported', ...media),
    attribute('media-ready', standard, ...further),
    attribute('media-source-supported', sourceDefault),
    attribute('media-type-supported', typeDefault),
    attribute('media-bottom-margin-supported', marginDefault),
    attribute('media-left-margin-supported', marginDefault),
    attribute('media-right-margin-supported', marginDefault),
    attribute('media-top-margin-supported', marginDefault),
    attribute('media-col-supported', ...mediaColMembers),
    ...collectionAttributes(mediaColsOfOneSize(media, device), mediaSizes(media)),
  ];
}

/** Asked for by name only: some hundred collections on a real printer (RFC 8011 has no word; PWG 5100.7 §6.9.4 has). */
export function mediaDatabase({ media, device }: Ability): readonly IppAttribute[] {
  const theirs = device.get('media-col-database');
  if (theirs !== undefined) return [theirs];
  const collections = mediaCols(media, device);
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
