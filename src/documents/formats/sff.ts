import { startsWithText } from '../recognise.ts';
import type { DevicePages } from './device/pages.ts';
import { type DeviceScript, damaged, endByMark } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * Structured Fax File (CAPI), all integers little-endian:
 *
 *     "Sfff" version(1) (1) (2) pages(2) first page(2) last page(4) end(4) …  then records from the first page on
 *     00 length(2) row, 01 to D8 row of so many octets, D9 to FD blank rows, FF length(1) of the user
 *     FE length(1) header of a page; length 0 ends the document
 */
export const recogniseSff: (head: Uint8Array) => boolean = startsWithText('Sfff');

const headerOctets = 20;
const longestRow = 0xd8;
const pageHeader = 0xfe;
const userData = 0xff;

export function* readSff(pages: DevicePages, input: OctetInput): DeviceScript {
  const header = yield* take(headerOctets);
  const firstPage = header.getUint16(10, true);
  if (firstPage < headerOctets) return damaged('The first page lies within the header.');
  yield* pass(firstPage - headerOctets);
  let inPage = false;
  for (;;) {
    const type = input.takeOctet() ?? (yield* takeOctet());
    let octets = 0;
    if (type === pageHeader) {
      if (inPage) pages.end({ colour: false });
      octets = input.takeOctet() ?? (yield* takeOctet());
      if (octets === 0) return endByMark();
      inPage = true;
    } else if (!inPage) return damaged('No page begins where the first one should.');
    else if (type === 0) octets = (input.take(2) ?? (yield* take(2))).getUint16(0, true);
    else if (type === userData) octets = input.takeOctet() ?? (yield* takeOctet());
    else if (type <= longestRow) octets = type;
    if (!input.pass(octets)) yield* pass(octets);
  }
}
