import { hasTextAt } from '../recognise.ts';
import { stopsAt, takeTextBefore } from './device/line.ts';
import { damaged, type ReadDevice, unsupported } from './device/script.ts';
import { escapeLanguage } from './escape/engine.ts';
import type { EscapePage } from './escape/page.ts';
import { each, endings, passing, type Sequence, type Sequences } from './escape/sequence.ts';
import { pass, takeOctet } from './octets/octet-script.ts';

/**
 * LIPS III and IV of Canon, and the older language of its LBP-8:
 *
 *     ESC %@, then DCS (90 or ESC P) text ST (9C or ESC \)   CSI (9B or ESC [) numbers(; between) octets 20–2F letter
 *     CSI n;…;.r has n octets of picture behind it   CSI n v copies   CSI 2;#x both sides   CSI n p paper   CSI 0"p black alone
 *
 * FF ends the page; in LBP-8 a page stands between ESC ; and ESC =.
 */
export function recogniseLips(head: Uint8Array): boolean {
  return hasTextAt(head, 0, '\u001b%@\u0090') || hasTextAt(head, 0, '\u001b%@\u001bP');
}

export function recogniseLbp8(head: Uint8Array): boolean {
  return hasTextAt(head, 0, '\u001b;\u001bc\u001b;');
}

const stringEnd = 0x9c;
const escape = 0x1b;
/** Octets of one control sequence; drivers write 40. */
const sequenceOctetsMax = 200;
/** Numbers of a picture in one colour: octets, octets a row, resolution, compression, rows. */
const monoNumbers = 5;
/**
 * Numbers, then at most one octet 20 to 2F, then the letter. "}" enters the vector mode; behind "." data follows, whose length is
 * known of pictures (".r") alone.
 */
const known = /^([\d;?:]*?)([ "#&]?[A-Za-z`]|\.r)$/;

const papers: ReadonlyMap<string, string> = new Map([
  ['14', 'iso_a4_210x297mm'],
  ['30', 'na_letter_8.5x11in'],
]);

const sequenceEnds = stopsAt((octet) => octet < 0x20 || octet > 0x3f);

const controlSequence: Sequence = {
  *read(page, _args, input) {
    const text = yield* takeTextBefore(input, sequenceEnds, sequenceOctetsMax);
    const last = input.takeOctet() ?? 0;
    if (text === undefined || !isFinal(last)) return damaged('A CSI sequence has no end.');
    const [, numbers = '', command = ''] = known.exec(text + String.fromCharCode(last)) ?? [];
    if (command === '') return unsupported(`CSI ${text.slice(0, 40)} is not known.`);
    if (command !== '.r') {
      obey(page, command, numbers);
      return undefined;
    }
    const octets = /^\d{1,10}/.exec(numbers)?.[0];
    if (octets === undefined) return damaged('A picture has no length.');
    if (numbers.split(';').length > monoNumbers) page.setColour(true);
    page.draw();
    if (!input.pass(Number(octets))) yield* pass(Number(octets));
    return undefined;
  },
};

/** What may end a control sequence (ECMA-48 §5.4). */
function isFinal(octet: number): boolean {
  return octet >= 0x40 && octet <= 0x7e;
}

function obey(page: EscapePage, command: string, numbers: string): void {
  const first = /^\d{1,6}/.exec(numbers)?.[0];
  switch (command) {
    case 'v':
      page.pages.setCopies(Number(first ?? 1));
      return;
    case 'p':
      page.setMedia(papers.get(numbers));
      return;
    case '"p':
      page.setColour(first !== '0');
      return;
    case '#x':
      page.pages.setSides(first === '2' ? 'two-sided-long-edge' : 'one-sided');
      return;
    case '#w':
      if (first === '2') page.pages.setSides('two-sided-short-edge');
      return;
  }
}

/** DCS: text up to ST, which names the language or the job. */
const controlString: Sequence = {
  *read() {
    for (let octets = 0; octets < sequenceOctetsMax; octets += 1) {
      const octet = yield* takeOctet();
      if (octet === stringEnd) return undefined;
      if (octet === escape) return (yield* takeOctet()) === 0x5c ? undefined : damaged('A DCS has no end.');
    }
    return damaged('A DCS has no end.');
  },
};

const common: Sequences = {
  ...each('', '\b\t\n\r', passing(0)),
  ...each('\u001b', '<c', passing(0)),
  '\u001b[': controlSequence,
};

const lips: Sequences = {
  ...endings,
  ...common,
  '\u001b%@': passing(0),
  '\u009b': controlSequence,
  '\u0090': controlString,
  '\u001bP': controlString,
};

const lbp8: Sequences = {
  ...common,
  '\u001b;': passing(0),
  '\u001b=': passing(0, (page) => {
    page.end();
  }),
};

export const readLips: ReadDevice = escapeLanguage(lips);
export const readLbp8: ReadDevice = escapeLanguage(lbp8);
