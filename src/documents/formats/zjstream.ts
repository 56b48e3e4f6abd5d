import { hasTextAt } from '../recognise.ts';
import { readDocuments } from './device/documents.ts';
import type { DevicePages } from './device/pages.ts';
import { mediaOfWindowsPaper, sidesOfWindowsDuplex } from './device/paper-codes.ts';
import { type DeviceEnd, type DeviceScript, damaged, unsupported } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take } from './octets/octet-script.ts';

/**
 * ZjStream (Zenographics: HP LaserJet 1018 and kin, Minolta magicolor) and SLX (Lexmark), its copy:
 *
 *     "JZJZ" big-endian, "ZJZJ" little-endian, A5 "SLX" big-endian; then chunks to the one that ends the document
 *     size(4, with this header) type(4) number of items(4) reserved(2) signature(2: "ZZ", SLX A5 A5)  content
 *     type 0 begins the document, 1 ends it, 2 begins a page, 3 ends it; the others carry pictures
 *     items of 0 and 2: size(4) name(2) type(1) param(1), then value(4) or what else the size says
 */
export function recogniseZjStream(head: Uint8Array): boolean {
  return hasTextAt(head, 0, 'JZJZ') || hasTextAt(head, 0, 'ZJZJ');
}

export function recogniseSlx(head: Uint8Array): boolean {
  return hasTextAt(head, 0, '\u00a5SLX');
}

interface Dialect {
  readonly magic: string;
  readonly little: boolean;
  readonly signature: number;
  readonly item: {
    readonly sides: number;
    readonly paper: number;
    readonly copies: number;
    readonly quantity: number;
    readonly planes: number;
  };
  /** What the item of planes says of a page in black alone. */
  readonly mono: number;
  readonly media: (code: number) => string | undefined;
}

const zenographics = {
  signature: 0x5a5a,
  item: { sides: 2, paper: 3, copies: 4, quantity: 15, planes: 7 },
  mono: 1,
  media: mediaOfWindowsPaper,
};

const dialects: readonly Dialect[] = [
  { ...zenographics, magic: 'JZJZ', little: false },
  { ...zenographics, magic: 'ZJZJ', little: true },
  {
    magic: '\u00a5SLX',
    little: false,
    signature: 0xa5a5,
    // SLX has no quantity of its own: the name is none that it uses.
    item: { sides: 2, paper: 0x100, copies: 0x101, quantity: 0xffff, planes: 0x104 },
    mono: 0,
    media: (code) => (code === 2 ? 'iso_a4_210x297mm' : code === 6 ? 'na_letter_8.5x11in' : undefined),
  },
];

const chunkType = { startDocument: 0, endDocument: 1, startPage: 2, endPage: 3 } as const;
const magicOctets = 4;
const headerOctets = 16;
const itemOctetsMin = 8;
/** Octets of the items of one chunk; drivers write less than 1 KiB. */
const itemsOctetsMax = 65_536;

export function readZjStream(pages: DevicePages, input: OctetInput): DeviceScript {
  return readDocuments(input, function* read() {
    const magic = (yield* take(magicOctets)).text();
    const dialect = dialects.find((known) => known.magic === magic);
    if (dialect === undefined) return damaged('No document begins where one should.');
    return yield* readDocument(pages, input, dialect);
  });
}

/** What is wrong with the document, or undefined when it reached its end. */
function* readDocument(
  pages: DevicePages,
  input: OctetInput,
  dialect: Dialect,
): DeviceScript<DeviceEnd | undefined> {
  const { little, item } = dialect;
  let quantity = 1;
  let page: Items | undefined;
  for (;;) {
    const header = input.take(headerOctets) ?? (yield* take(headerOctets));
    const octets = header.getUint32(0, little) - headerOctets;
    const type = header.getUint32(4, little);
    if (octets < 0 || header.getUint16(14, little) !== dialect.signature) {
      return damaged(`A chunk behind page ${pages.pages} has no sound header.`);
    }
    if (page === undefined ? type === chunkType.endPage : type < chunkType.endPage) {
      return damaged('Pages do not end where they began.');
    }
    if (type !== chunkType.startDocument && type !== chunkType.startPage) {
      if (!input.pass(octets)) yield* pass(octets);
      if (type === chunkType.endDocument) return undefined;
      if (type !== chunkType.endPage || page === undefined) continue;
      endPage(pages, dialect, page);
      page = undefined;
      continue;
    }
    const items = yield* readItems(octets, little);
    if (items === undefined) return damaged('The items of a chunk do not fit it.');
    pages.setSides(sidesOfWindowsDuplex(items.get(item.sides) ?? 0));
    if (type === chunkType.startDocument) quantity = items.get(item.quantity) ?? 1;
    else {
      page = items;
      const copies = items.get(item.copies);
      const pageQuantity = items.get(item.quantity) ?? quantity;
      if (pageQuantity > 1 && (copies ?? 1) > 1) return unsupported('Copies and quantity are both given.');
      if (copies !== undefined || pageQuantity > 1) pages.setCopies(Math.max(copies ?? 1, pageQuantity));
    }
  }
}

type Items = ReadonlyMap<number, number>;

function endPage(pages: DevicePages, { item, media, mono }: Dialect, items: Items): void {
  const paper = items.get(item.paper);
  pages.end({
    media: paper === undefined ? undefined : media(paper),
    colour: items.get(item.planes) === mono ? false : undefined,
  });
}

/** Numbers by the name of their item; undefined when the items do not fill the chunk. */
function* readItems(octets: number, little: boolean): DeviceScript<Items | undefined> {
  const items = new Map<number, number>();
  if (octets > itemsOctetsMax) return undefined;
  if (octets === 0) return items;
  const view = yield* take(octets);
  let at = 0;
  while (at + itemOctetsMin <= octets) {
    const size = view.getUint32(at, little);
    if (size < itemOctetsMin || at + size > octets) return undefined;
    if (size === itemOctetsMin + 4) items.set(view.getUint16(at + 4, little), view.getUint32(at + 8, little));
    at += size;
  }
  return items;
}
