import { hasTextAt } from '../recognise.ts';
import type { DevicePages } from './device/pages.ts';
import { mediaOfWindowsPaper, sidesOfWindowsDuplex } from './device/paper-codes.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByMark,
  escapeOctet,
  takeBehind,
  takeEscape,
  takePastBlanks,
  textOf,
} from './device/script.ts';
import { pass, take } from './octet-script.ts';

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

/** Documents one after the other, each behind its own magic. */
export function* readXqx(pages: DevicePages): DeviceScript {
  for (;;) {
    const first = yield* takePastBlanks(endByMark);
    if (first === escapeOctet) return yield* takeEscape();
    const magic = textOf(yield* takeBehind(first, magicOctets));
    if (magic !== ',XQX') return damaged('No document begins where one should.');
    const problem = yield* readDocument(pages);
    if (problem !== undefined) return problem;
  }
}

/** What is wrong with the document, or undefined when it reached its end. */
function* readDocument(pages: DevicePages): DeviceScript<DeviceEnd | undefined> {
  let inPage = false;
  let media: string | undefined;
  for (;;) {
    const header = yield* take(8);
    const type = header.getUint32(0);
    const items = header.getUint32(4);
    if (type === chunkType.picture) {
      yield* pass(items);
      continue;
    }
    if (type < chunkType.startDocument || type > chunkType.endPlane || items > itemsMax) {
      return damaged(`A chunk behind page ${pages.pages} has no sound header.`);
    }
    if (inPage ? type < chunkType.endPage : type === chunkType.endPage) {
      return damaged('Pages do not end where they began.');
    }
    for (let index = 0; index < items; index += 1) {
      const [name, value] = yield* readItem();
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

/** The name of an item and its value; NaN when that is no number of 4 octets. */
function* readItem(): DeviceScript<readonly [name: number, value: number]> {
  const header = yield* take(8);
  const name = header.getUint32(0);
  const size = header.getUint32(4);
  if (size === 4) return [name, (yield* take(4)).getUint32(0)];
  yield* pass(size);
  return [name, Number.NaN];
}
