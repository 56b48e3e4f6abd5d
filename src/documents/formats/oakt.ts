import { mediaName } from '../media.ts';
import { hasTextAt } from '../recognise.ts';
import { readDocuments } from './device/documents.ts';
import type { DevicePages } from './device/pages.ts';
import { type DeviceEnd, type DeviceScript, damaged } from './device/script.ts';
import type { OctetInput, TakenOctets } from './octets/octet-input.ts';
import { pass, take } from './octets/octet-script.ts';

/**
 * OAKT (Oak Technology: HP Color LaserJet 1500, Kyocera KM-1635), all integers little-endian:
 *
 *     "OAKT" length(4, with this header) type(4)  content, padded so that the length is a multiple of 16
 *
 * 0B ends the document, 0F says sides and 2A copies, 14 begins a page and 18 ends it, 2B measures its paper, 32 is a
 * page in colour. Behind 3C stands a picture of as many octets as its field at 24 says, which the length leaves out.
 */
export function recogniseOakt(head: Uint8Array): boolean {
  return hasTextAt(head, 0, 'OAKT');
}

const recordType = {
  endDocument: 0x0b,
  sides: 0x0f,
  startPage: 0x14,
  endPage: 0x18,
  copies: 0x2a,
  paper: 0x2b,
  colour: 0x32,
  picture: 0x3c,
} as const;
/** Octets of the content that must be there for its fields to be read. */
const fieldOctets: ReadonlyMap<number, number> = new Map([
  [recordType.sides, 8],
  [recordType.copies, 4],
  [recordType.paper, 12],
  [recordType.picture, 28],
]);
const magic = 0x4f41_4b54;
const headerOctets = 12;
/** Octets of the content of one record; the longest that drivers write has 188. */
const contentOctetsMax = 65_536;
const dotsPerPoint = 1_200 / 72;

interface Page {
  media: string | undefined;
  colour: false | undefined;
}

export function readOakt(pages: DevicePages, input: OctetInput): DeviceScript {
  return readDocuments(input, () => readDocument(pages, input));
}

/** What is wrong with the document, or undefined when it reached its end. */
function* readDocument(pages: DevicePages, input: OctetInput): DeviceScript<DeviceEnd | undefined> {
  let page: Page | undefined;
  for (;;) {
    const header = input.take(headerOctets) ?? (yield* take(headerOctets));
    const octets = header.getUint32(4, true) - headerOctets;
    const type = header.getUint32(8, true);
    if (header.getUint32(0) !== magic || octets < (fieldOctets.get(type) ?? 0) || octets > contentOctetsMax) {
      return damaged(`A record behind page ${pages.pages} has no sound header.`);
    }
    if (page === undefined ? type === recordType.endPage : pageBounds.has(type)) {
      return damaged('Pages do not end where they began.');
    }
    if (fieldOctets.has(type)) {
      const content = input.take(octets) ?? (yield* take(octets));
      if (type === recordType.paper && page !== undefined) page.media = mediaOf(content);
      if (type === recordType.copies) pages.setCopies(content.getUint32(0, true));
      if (type === recordType.sides) setSides(pages, content);
      if (type === recordType.picture) {
        const pictureOctets = content.getUint32(24, true);
        if (!input.pass(pictureOctets)) yield* pass(pictureOctets);
      }
      continue;
    }
    if (!input.pass(octets)) yield* pass(octets);
    if (type === recordType.endDocument) return undefined;
    if (type === recordType.startPage) page = { media: undefined, colour: false };
    if (type === recordType.colour && page !== undefined) page.colour = undefined;
    if (type === recordType.endPage && page !== undefined) {
      pages.end(page);
      page = undefined;
    }
  }
}

const pageBounds: ReadonlySet<number> = new Set([recordType.startPage, recordType.endDocument]);

function setSides(pages: DevicePages, content: TakenOctets): void {
  const both = content.getUint32(0, true) !== 0;
  const short = content.getUint32(4, true) !== 0;
  pages.setSides(both ? (short ? 'two-sided-short-edge' : 'two-sided-long-edge') : 'one-sided');
}

function mediaOf(content: TakenOctets): string | undefined {
  return mediaName(content.getUint32(4, true) / dotsPerPoint, content.getUint32(8, true) / dotsPerPoint);
}
