import { takeLine } from './device/line.ts';
import type { DevicePages } from './device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByOctets,
  escapeOctet,
  takeEscape,
  takePastBlanks,
  textOf,
  unsupported,
} from './device/script.ts';
import { pass, take } from './octet-script.ts';

/**
 * SPL1 (Samsung ML-4500 and kin), behind @PJL ENTER LANGUAGE = SMART:
 *
 *     lines "$PJL …" to LF: COPIES = n, PAGE size source, BITMAP START, PRINT, EOJ and others
 *     behind BITMAP START bands: length(4, big-endian) and as many octets, up to the next "$PJL"
 *
 * PRINT ends the page; drivers write a job for each.
 */
const prefix = '$PJL';
const papers: ReadonlyMap<string, string> = new Map([
  ['A4', 'iso_a4_210x297mm'],
  ['LETTER', 'na_letter_8.5x11in'],
  ['LEGAL', 'na_legal_8.5x14in'],
  ['EXECUTIVE', 'na_executive_7.25x10.5in'],
  ['A5', 'iso_a5_148x210mm'],
]);
/** Lines that change nothing in pages. */
const harmless = /^(JOB|RESOLUTION|EOJ|SYNC|RELEASE|GARBAGE|SET|COMMENT|TONERSAVE|DENSITY|ECONOMODE)\b/;

export function* readSpl1(pages: DevicePages): DeviceScript {
  let media: string | undefined;
  let inPage = false;
  let start = '';
  for (;;) {
    if (start === '') {
      const first = yield* takePastBlanks(() => (inPage ? cut : endByOctets()));
      if (first === escapeOctet) return inPage ? damaged('An escape cuts a page.') : yield* takeEscape();
      start = String.fromCharCode(first);
    }
    const line = (yield* takeLine(start))?.trim();
    if (line?.startsWith(prefix) !== true) return damaged('No line of $PJL begins where one should.');
    const command = line.slice(prefix.length).trim();
    start = '';
    if (/^BITMAP START$/.test(command)) {
      inPage = true;
      yield* passBands();
      start = prefix;
    } else if (/^PRINT\b/.test(command)) {
      if (!inPage) return damaged('A page prints that never began.');
      inPage = false;
      pages.end({ media, colour: false });
    } else if (/^COPIES\b/.test(command)) pages.setCopies(Number(/\d{1,6}/.exec(command)?.[0] ?? 1));
    else if (/^PAGE\b/.test(command))
      media = papers.get(/^PAGE (\w+)/.exec(command)?.[1]?.toUpperCase() ?? '');
    else if (!harmless.test(command)) return unsupported(`$PJL ${command.slice(0, 40)} is not known.`);
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last page does not end.' };

/** Takes bands and the first four octets of the line behind them. */
function* passBands(): DeviceScript<void> {
  for (;;) {
    const length = yield* take(4);
    if (textOf(length) === prefix) return;
    yield* pass(length.getUint32(0));
  }
}
