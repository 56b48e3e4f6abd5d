import { hasTextAt } from '../recognise.ts';
import { stopsAt, takeTextBefore } from './device/line.ts';
import { type DeviceEnd, type DeviceScript, damaged, type ReadDevice } from './device/script.ts';
import { ejl } from './escape/ejl.ts';
import { escapeLanguage } from './escape/engine.ts';
import type { EscapePage } from './escape/page.ts';
import { each, endings, passing, type Sequence, type Sequences } from './escape/sequence.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass } from './octets/octet-script.ts';

/**
 * ESC/Page and ESC/Page-Color (Epson EPL, AL-C, LP):
 *
 *     EJL lines behind ESC 01 name the language; then GS numbers(; between) letters, of which the last is a capital
 *     "{" before that capital: the first number is that of the octets which follow
 *     n "coO" copies   n "psE" paper   n "sdE" both sides   n "bdE" binding, 0 long, 1 short   0 "dpsE" ends a side
 *
 * FF ends the page. Bare streams begin with ESC S, ESC ESC S FS.
 */
export function recogniseEscPage(head: Uint8Array): boolean {
  if (hasTextAt(head, 0, '\u001bS\u001b\u001bS\u001c')) return true;
  if (!hasTextAt(head, 0, '\u001b\u0001@EJL')) return false;
  return /EN(?:TER)?\s+LA(?:NGUAGE)?\s*=\s*"?ESC\/PAGE/.test(Buffer.from(head).toString('latin1'));
}

const drawing = /^(?:bi\{I|[a-z]*pG|sr\{?I|db\{?F|rrpG|lnpG)$/;

const papers: ReadonlyMap<number, string> = new Map([
  [14, 'iso_a4_210x297mm'],
  [30, 'na_letter_8.5x11in'],
]);

/** Octets of numbers and letters of one command. */
const commandOctetsMax = 200;

const commandEnds = stopsAt((octet) => !/[\d;.+\-a-z{]/.test(String.fromCharCode(octet)));

const command: Sequence = {
  *read(page, _args, input) {
    const text = (yield* takeTextBefore(input, commandEnds, commandOctetsMax)) ?? '';
    const last = String.fromCharCode(input.takeOctet() ?? 0);
    const [, numbers = '', letters] = /^([\d;.+-]*)([a-z{]*[A-Z])$/.exec(text + last) ?? [];
    if (letters === undefined) return damaged('A command behind GS has no end.');
    obey(page, letters, numbers);
    return letters.includes('{') ? yield* passData(input, numbers) : undefined;
  },
};

function obey(page: EscapePage, letters: string, numbers: string): void {
  const stated = /^\d{1,6}/.exec(numbers)?.[0];
  const value = Number(stated ?? 0);
  switch (letters) {
    case 'coO':
      page.pages.setCopies(Number(stated ?? 1));
      return;
    case 'psE':
      page.setMedia(papers.get(value));
      return;
    case 'dpsE':
      page.endSide();
      return;
    case 'sdE':
      page.pages.setSides(value === 0 ? 'one-sided' : 'two-sided-long-edge');
      return;
    case 'bdE':
      if (value === 1) page.pages.setSides('two-sided-short-edge');
      return;
    default:
      if (drawing.test(letters)) page.draw();
  }
}

function* passData(input: OctetInput, numbers: string): DeviceScript<DeviceEnd | undefined> {
  const octets = /^\d{1,10}/.exec(numbers)?.[0];
  if (octets === undefined) return damaged('Data behind GS has no length.');
  if (!input.pass(Number(octets))) yield* pass(Number(octets));
  return undefined;
}

const sequences: Sequences = {
  ...endings,
  ...each('', '\r\n', passing(0)),
  '\u001b\u0001': ejl(/^ESC\/PAGE/i),
  ...each('\u001b', 'S', passing(0)),
  '\u001b\u001bS\u001c': passing(0),
  '\u001bz': passing(2),
  '\u001d': command,
};

export const readEscPage: ReadDevice = escapeLanguage(sequences);
