import type { DevicePages } from './device/pages.ts';
import { type DeviceScript, damaged, endByOctets, escapeOctet, takeEscape } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { awaitOctet, pass, take } from './octets/octet-script.ts';

/**
 * HIPERC (Oki C3200 and kin), behind @PJL ENTER LANGUAGE=HIPERC, all integers big-endian:
 *
 *     length(4, with this header) type(4)  content
 *     type 0 begins a picture, 1 is a piece of one, 255 ends the page
 *
 * Copies and sides stand in the PJL. No record is so long that its first octet could be that of an escape.
 */
const recordType = { piece: 1, endPage: 255 } as const;
const headerOctets = 8;

export function* readHiperc(pages: DevicePages, input: OctetInput): DeviceScript {
  for (;;) {
    if (input.left === 0) yield* awaitOctet(endByOctets);
    if (input.peek() === escapeOctet) return yield* takeEscape(input);
    let header = input.take(headerOctets) ?? (yield* take(headerOctets));
    while (header.getUint32(4) !== recordType.endPage) {
      const octets = header.getUint32(0) - headerOctets;
      if (octets < 0 || header.getUint32(4) > recordType.piece) {
        return damaged(`A record of page ${pages.pages + 1} has no sound header.`);
      }
      if (!input.pass(octets)) yield* pass(octets);
      header = input.take(headerOctets) ?? (yield* take(headerOctets));
    }
    if (header.getUint32(0) !== headerOctets) return damaged('The end of a page has content.');
    pages.end();
  }
}
