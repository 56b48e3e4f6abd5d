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
import type { OctetInput } from './octet-input.ts';
import { pass } from './octet-script.ts';

/**
 * DDST (Ricoh Aficio SP 100 and kin) is PJL throughout. It begins behind the first
 *
 *     @PJL SET PAGESTATUS=START    … lines of the page: COPIES, PAPERWIDTH, PAPERLENGTH, RESOLUTION …
 *     @PJL SET IMAGELEN=n          right behind its LF stand n octets of picture
 *     @PJL SET PAGESTATUS=END      the page comes out
 */
export function* readDdst(pages: DevicePages, input: OctetInput): DeviceScript {
  let inPage = true;
  let lines = new Map<string, string>();
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
    } else if (name !== 'PAGESTATUS') {
      if (lines.size < linesMax) lines.set(name, value);
    } else if (value === 'START') {
      if (inPage) return damaged('A page begins within a page.');
      inPage = true;
      lines = new Map();
    } else if (inPage) {
      inPage = false;
      pages.setCopies(Number(/^\d{1,6}$/.exec(lines.get('COPIES') ?? '')?.[0] ?? 1));
      pages.end({ media: mediaOf(lines), colour: false });
    }
  }
}

/** Lines of one page that are kept. */
const linesMax = 100;
const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last page does not end.' };
const noMark: DeviceEnd = { kind: 'whole', by: 'octets' };

function mediaOf(lines: ReadonlyMap<string, string>): string | undefined {
  const dotsPerPoint = Number(lines.get('RESOLUTION')) / 72;
  return mediaName(
    Number(lines.get('PAPERWIDTH')) / dotsPerPoint,
    Number(lines.get('PAPERLENGTH')) / dotsPerPoint,
  );
}
