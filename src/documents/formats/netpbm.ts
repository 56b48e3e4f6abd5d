import { plural } from '../../base/plural.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { readPamHeader, readPnmHeader } from './netpbm/header.ts';
import { PlainSamples } from './netpbm/samples.ts';
import { pass, takeOctet } from './octets/octet-script.ts';
import {
  damaged,
  ImageCounter,
  type ImageEnd,
  type ImageScript,
  type PicturePages,
  whole,
} from './pixels/image-counter.ts';
import { PixelColour } from './pixels/pixel-colour.ts';
import { PixelInk } from './pixels/pixel-ink.ts';
import { SampleColour } from './pixels/sample-colour.ts';

/**
 * NetPBM: pictures one after the other to the end of the stream, each a page:
 *
 *     P1 P2 P3  header in text, then every sample as a number in text (P1: one digit a pixel, blanks optional)
 *     P4 P5 P6  header in text, one blank, then the rows in octets (P4: 8 pixels each)
 *     P7        lines WIDTH, HEIGHT, DEPTH, MAXVAL, TUPLTYPE, "ENDHDR", then samples in octets
 *
 * Blanks may stand between pictures. The last number of P2 and P3 may end with the document.
 */
export function recogniseNetpbm(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  return headerStart.test(text);
}

export function openNetpbm(context: FormatContext): StreamCounter {
  return new ImageCounter(context, readNetpbm);
}

/**
 * Two numbers, or as much of them as there is: more than the two characters of the magic, because a letter may begin
 * with "P1 of the plan".
 */
const separator = '(?:[ \\t\\n\\v\\f\\r]|#[^\\n\\r]*[\\n\\r])';
const cut = '(?:#[^\\n\\r]*)?$';
const headerStart = new RegExp(
  `^(?:P7\\n|P[1-6]${separator}+(?:${cut}|\\d+(?:${cut}|${separator}+(?:${cut}|\\d+(?:${cut}|[\\s#])))))`,
);

const letterP = 0x50;

function* readNetpbm(pages: PicturePages): ImageScript {
  const end = (): ImageEnd => whole(`${plural(pages.pages, 'picture')}, each followed to its last pixel.`);
  for (;;) {
    const first = yield* takeOctet(pages.pages === 0 ? undefined : end);
    if (pages.pages > 0 && isBlank(first)) continue;
    const problem = first === letterP ? yield* readPicture(pages, end) : 'begins like none';
    if (problem !== undefined) return damaged(`Picture ${pages.pages + 1} ${problem}.`);
  }
}

/** What is wrong with the picture, or undefined when it was whole. */
function* readPicture(pages: PicturePages, end: () => ImageEnd): ImageScript<string | undefined> {
  const kind = (yield* takeOctet()) - 0x30;
  const header = kind === 7 ? yield* readPamHeader() : yield* readPnmHeader(kind);
  if (header === undefined) return 'has no sound header';
  const colour =
    header.samples === undefined ? new PixelColour(header.pixels) : new SampleColour(header.samples);
  const ink = pages.wantsInk && header.ink !== undefined ? new PixelInk(header.ink) : undefined;
  const see = (part: Uint8Array): void => {
    if (colour.looking) colour.look(part, 0, part.length);
    ink?.look(part, 0, part.length);
  };
  const add = (): void => {
    pages.add({ colour: colour.colour }, ink?.of(header.area));
  };
  if (header.plain === undefined) {
    yield* pass(header.octets, see);
    add();
    return undefined;
  }
  const samples = new PlainSamples(header.plain, see);
  const atEnd = (): ImageEnd | undefined => {
    if (!samples.endHere()) return undefined;
    add();
    return end();
  };
  yield { kind: 'scan', scan: (chunk, at) => samples.scan(chunk, at), atEnd };
  if (samples.damaged) return 'holds a sample that cannot be one';
  add();
  return undefined;
}

function isBlank(octet: number): boolean {
  return octet === 0x20 || (octet >= 0x09 && octet <= 0x0d);
}
