import type { DevicePages } from './device/pages.ts';
import { mediaOfXlPaper } from './device/paper-codes.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByMark,
  escapeOctet,
  takeEscape,
} from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { awaitOctet, pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * QPDL, also called SPL2 and SPLc (Samsung, Xerox, Lexmark), behind @PJL ENTER LANGUAGE = QPDL, integers big-endian:
 *
 *     00 y(1) copies(2) paper(1) width(2) height(2) source(1) (1) duplex(1) tumble(1) (1) version(1) (1) x(1)   page
 *     0C number(1) width(2) height(2)  [colour(1: 1 to 4)] compression(1) length(4)  data                      band
 *     13 with 14 octets, 14 with 7 or, when a picture header, 24                                               page data
 *     01 copies(2) ends the page, 09 ends the document
 *
 * In versions 0, 1 and 5 a band in colour has a plane behind the other to a colour 0. Version 0 leaves the check sum of
 * 4 octets behind a mono band out of its length.
 */
const recordType = {
  page: 0x00,
  endPage: 0x01,
  endDocument: 0x09,
  band: 0x0c,
  setup: 0x13,
  picture: 0x14,
} as const;
const largestColour = 4;
const black = 4;
const jbig = 0x15;
/** Compressions run from 0D (by bytes) to 15 (JBIG by bands). */
const firstCompression = 0x0d;
const lastCompression = jbig;

/** Codes of the page record that PCL XL does not have, as the driver splix writes them; its Oficio (28) has no name. */
const ownPapers: ReadonlyMap<number, string> = new Map([
  [23, 'iso_c6_114x162mm'],
  [24, 'om_folio_210x330mm'],
  [25, 'na_personal_3.625x6.5in'],
  [26, 'na_number-9_3.875x8.875in'],
]);

export function* readQpdl(pages: DevicePages, input: OctetInput): DeviceScript {
  let ended = false;
  for (;;) {
    if (input.left === 0) yield* awaitOctet(ended ? endByMark : undefined);
    if (input.peek() === escapeOctet) return yield* takeEscape(input);
    const type = input.takeOctet();
    if (ended) return damaged('Something follows the end of the document.');
    if (type === recordType.endDocument) ended = true;
    else if (type === recordType.page) {
      const problem = yield* readPage(pages, input);
      if (problem !== undefined) return problem;
    } else return damaged(`No page begins behind page ${pages.pages}.`);
  }
}

/** What is wrong with the page, or undefined when it came out. */
function* readPage(pages: DevicePages, input: OctetInput): DeviceScript<DeviceEnd | undefined> {
  const header = input.take(16) ?? (yield* take(16));
  // The fields for duplex differ between drivers that mean the same; the PJL has it.
  pages.setCopies(header.getUint16(1));
  const paper = header.getUint8(3);
  const media = mediaOfXlPaper(paper) ?? ownPapers.get(paper);
  const version = header.getUint8(13);
  let colour: false | undefined = false;
  for (;;) {
    const type = input.takeOctet() ?? (yield* takeOctet());
    if (type === recordType.endPage) {
      if (!input.pass(2)) yield* pass(2);
      pages.end({ media, colour });
      return undefined;
    }
    if (type === recordType.setup) {
      if (!input.pass(14)) yield* pass(14);
    } else if (type === recordType.picture) {
      // A picture header begins with the 0 of its lowest layer, the other kind with 10.
      if ((yield* takeOctet()) === 0x10) yield* pass(6);
      else yield* pass(23);
    } else if (type === recordType.band) {
      const band = yield* readBand(input, version);
      if (band === 'damaged') return damaged(`A band of page ${pages.pages + 1} has no sound header.`);
      if (band === 'colour') colour = undefined;
    } else return damaged(`Page ${pages.pages + 1} holds what is no record.`);
  }
}

function* readBand(input: OctetInput, version: number): DeviceScript<'mono' | 'colour' | 'damaged'> {
  if (!input.pass(5)) yield* pass(5);
  let plane = input.takeOctet() ?? (yield* takeOctet());
  if (plane > largestColour) {
    const stated = (input.take(4) ?? (yield* take(4))).getUint32(0);
    const octets = version === 0 ? stated + 4 : stated;
    if (!input.pass(octets)) yield* pass(octets);
    return plane >= firstCompression && plane <= lastCompression ? 'mono' : 'damaged';
  }
  let colour = false;
  do {
    const header = input.take(5) ?? (yield* take(5));
    const compression = header.getUint8(0);
    if (
      plane === 0 ||
      plane > largestColour ||
      compression < firstCompression ||
      compression > lastCompression
    ) {
      return 'damaged';
    }
    colour ||= plane !== black;
    const octets = header.getUint32(1);
    if (!input.pass(octets)) yield* pass(octets);
    if (compression === jbig || !(version <= 1 || version === 5)) break;
    plane = input.takeOctet() ?? (yield* takeOctet());
  } while (plane !== 0);
  return colour ? 'colour' : 'mono';
}
