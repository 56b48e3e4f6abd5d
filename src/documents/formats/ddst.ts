import { mediaName } from '../media.ts';
import { takeLine } from './device/line.ts';
import type { DevicePages } from './device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  escapeOctet,
  passBlanks,
  takeEscape,
} from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass } from './octets/octet-script.ts';

/**
 * DDST (Ricoh Aficio SP 100 and kin) is PJL throughout. It begins behind the first
 *
 *     @PJL SET PAGESTATUS=START    … lines of the page: COPIES, PAPERWIDTH, PAPERLENGTH, RESOLUTION …
 *     @PJL SET IMAGELEN=n          right behind its LF stand n octets of picture
 *     @PJL SET PAGESTATUS=END      the page comes out
 */
export function* readDdst(pages: DevicePages, input: OctetInput): DeviceScript {
  let inPage = true;
  let page = newPage();
  const atEnd = (): DeviceEnd => (inPage ? cut : noMark);
  for (;;) {
    const first = yield* passBlanks(input, atEnd);
    if (first === escapeOctet) return inPage ? damaged('An escape cuts a page.') : yield* takeEscape(input);
    const line = yield* takeLine(input);
    if (line?.startsWith('@PJL') !== true) return damaged('No line of PJL begins where one should.');
    const [, name = '', value = ''] = /^@PJL\s+SET\s+(\w+)\s*=\s*([^\s"]*)/.exec(line) ?? [];
    if (name === 'IMAGELEN') {
      const octets = Number(/^\d{1,10}$/.exec(value)?.[0] ?? 0);
      if (!input.pass(octets)) yield* pass(octets);
    } else if (name !== 'PAGESTATUS') set(page, name, value);
    else if (value === 'START') {
      if (inPage) return damaged('A page begins within a page.');
      inPage = true;
      page = newPage();
    } else if (inPage) {
      inPage = false;
      if (page.copies !== undefined) pages.setCopies(page.copies);
      pages.end({ media: mediaOf(page), colour: false });
    }
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last page does not end.' };
const noMark: DeviceEnd = { kind: 'whole', by: 'octets' };

/** What is told of a page; width and length are in dots. A setting of PJL that is not told again stays. */
interface Page {
  copies: number | undefined;
  width: number;
  length: number;
  dotsPerInch: number;
}

function newPage(): Page {
  return { copies: undefined, width: Number.NaN, length: Number.NaN, dotsPerInch: Number.NaN };
}

function set(page: Page, name: string, value: string): void {
  switch (name) {
    case 'COPIES':
      page.copies = Number(/^\d+$/.exec(value)?.[0] ?? 1);
      return;
    case 'PAPERWIDTH':
      page.width = Number(value);
      return;
    case 'PAPERLENGTH':
      page.length = Number(value);
      return;
    case 'RESOLUTION':
      page.dotsPerInch = Number(value);
  }
}

function mediaOf({ width, length, dotsPerInch }: Page): string | undefined {
  const dotsPerPoint = dotsPerInch / 72;
  return mediaName(width / dotsPerPoint, length / dotsPerPoint);
}
