import { takeLine } from './device/line.ts';
import type { DevicePages } from './device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByOctets,
  escapeOctet,
  passBlanks,
  takeEscape,
  unsupported,
} from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take } from './octets/octet-script.ts';

/**
 * SPL1 (Samsung ML-4500 and kin), behind @PJL ENTER LANGUAGE = SMART:
 *
 *     lines "$PJL …" to LF: COPIES = n, PAGE size source, BITMAP START, PRINT, EOJ and others
 *     behind BITMAP START bands: length(4, big-endian) and as many octets, up to the next "$PJL"
 *
 * PRINT ends the page; drivers write a job for each.
 */
const prefix = '$PJL';
/** The same where a length could stand; no band is so long. */
const prefixAsLength = 0x2450_4a4c;
const papers: ReadonlyMap<string, string> = new Map([
  ['A4', 'iso_a4_210x297mm'],
  ['LETTER', 'na_letter_8.5x11in'],
  ['LEGAL', 'na_legal_8.5x14in'],
  ['EXECUTIVE', 'na_executive_7.25x10.5in'],
  ['A5', 'iso_a5_148x210mm'],
]);
/** Lines that change nothing in pages. */
const harmless: ReadonlySet<string> = new Set(
  'JOB RESOLUTION EOJ SYNC RELEASE GARBAGE SET COMMENT TONERSAVE DENSITY ECONOMODE'.split(' '),
);

export function* readSpl1(pages: DevicePages, input: OctetInput): DeviceScript {
  let media: string | undefined;
  let inPage = false;
  let start = '';
  const atEnd = (): DeviceEnd => (inPage ? cut : endByOctets());
  for (;;) {
    if (start === '') {
      const first = yield* passBlanks(input, atEnd);
      if (first === escapeOctet) return inPage ? damaged('An escape cuts a page.') : yield* takeEscape(input);
    }
    const line = (yield* takeLine(input, start))?.trim();
    if (line?.startsWith(prefix) !== true) return damaged('No line of $PJL begins where one should.');
    const command = line.slice(prefix.length).trim();
    const word = /^\w+/.exec(command)?.[0] ?? '';
    start = '';
    if (command === 'BITMAP START') {
      inPage = true;
      yield* passBands(input);
      start = prefix;
    } else if (word === 'PRINT') {
      if (!inPage) return damaged('A page prints that never began.');
      inPage = false;
      pages.end({ media, colour: false });
    } else if (word === 'COPIES') pages.setCopies(Number(/\d{1,6}/.exec(command)?.[0] ?? 1));
    else if (word === 'PAGE') media = papers.get(/^PAGE (\w+)/.exec(command)?.[1]?.toUpperCase() ?? '');
    else if (!harmless.has(word)) return unsupported(`$PJL ${command.slice(0, 40)} is not known.`);
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last page does not end.' };

/** Takes bands and the first four octets of the line behind them. */
function* passBands(input: OctetInput): DeviceScript<void> {
  for (;;) {
    const length = (input.take(4) ?? (yield* take(4))).getUint32(0);
    if (length === prefixAsLength) return;
    if (!input.pass(length)) yield* pass(length);
  }
}
