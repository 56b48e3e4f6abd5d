import { hasTextAt } from '../recognise.ts';
import { readDocuments } from './device/documents.ts';
import type { DevicePages } from './device/pages.ts';
import { mediaOfWindowsPaper, sidesOfWindowsDuplex } from './device/paper-codes.ts';
import { type DeviceEnd, type DeviceScript, damaged } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take } from './octets/octet-script.ts';

/**
 * XQX (HP LaserJet P1005, M1120 and kin), all integers big-endian:
 *
 *     ",XQX"  then chunks: type(4) number of items(4), each item name(4) size(4) value(size)
 *     type 1 begins the document, 2 ends it, 3 begins a page, 4 ends it, 5 and 6 stand round a plane
 *     type 7 is a picture: its second field is the number of its octets
 */
export function recogniseXqx(head: Uint8Array): boolean {
  return hasTextAt(head, 0, ',XQX');
}

const chunkType = {
  startDocument: 1,
  endDocument: 2,
  startPage: 3,
  endPage: 4,
  endPlane: 6,
  picture: 7,
} as const;
const item = { sides: 0x1000_0002, paper: 0x2000_0001, copies: 0x2000_0005 } as const;
const magicOctets = 4;
/** Items of one chunk; drivers write 20. */
const itemsMax = 1_000;

export function readXqx(pages: DevicePages, input: OctetInput): DeviceScript {
  return readDocuments(input, function* read() {
    const magic = yield* take(magicOctets);
    if (magic.text() !== ',XQX') return damaged('No document begins where one should.');
    return yield* readDocument(pages, input);
  });
}

/** What is wrong with the document, or undefined when it reached its end. */
function* readDocument(pages: DevicePages, input: OctetInput): DeviceScript<DeviceEnd | undefined> {
  let inPage = false;
  let media: string | undefined;
  for (;;) {
    const header = input.take(8) ?? (yield* take(8));
    const type = header.getUint32(0);
    const items = header.getUint32(4);
    if (type === chunkType.picture) {
      if (!input.pass(items)) yield* pass(items);
      continue;
    }
    if (type < chunkType.startDocument || type > chunkType.endPlane || items > itemsMax) {
      return damaged(`A chunk behind page ${pages.pages} has no sound header.`);
    }
    if (inPage ? type < chunkType.endPage : type === chunkType.endPage) {
      return damaged('Pages do not end where they began.');
    }
    for (let index = 0; index < items; index += 1) {
      const itemHeader = input.take(8) ?? (yield* take(8));
      const name = itemHeader.getUint32(0);
      const size = itemHeader.getUint32(4);
      if (size !== 4) {
        if (!input.pass(size)) yield* pass(size);
        continue;
      }
      const value = (input.take(4) ?? (yield* take(4))).getUint32(0);
      if (name === item.sides) pages.setSides(sidesOfWindowsDuplex(value));
      if (name === item.copies && value >= 1) pages.setCopies(value);
      if (name === item.paper) media = mediaOfWindowsPaper(value);
    }
    if (type === chunkType.endDocument) return undefined;
    if (type === chunkType.startPage) inPage = true;
    if (type === chunkType.endPage) {
      inPage = false;
      pages.end({ media });
    }
  }
}
