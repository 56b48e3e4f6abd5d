import { startsWithText } from '../recognise.ts';
import { stopsAt } from './device/line.ts';
import type { DevicePages } from './device/pages.ts';
import { type DeviceEnd, type DeviceScript, damaged, endByOctets, unsupported } from './device/script.ts';
import type { OctetInput } from './octet-input.ts';
import { pass, take, takeOctet } from './octet-script.ts';

/**
 * ZPL II of Zebra: commands of ^ or ~ and two letters, then parameters up to the next ^ or ~:
 *
 *     ^XA … ^XZ a label format; it prints when a field stands in it and ^DF does not store it   ^PQ n copies
 *     ~DG, ^GFA pictures in digits; ^GFB, ^GFC and ~DY B, C in octets, as many as a parameter says
 */
export const recogniseZpl: (head: Uint8Array) => boolean = startsWithText(
  '^XA',
  '~DG',
  '~CC',
  '\r\n^XA',
  '\n^XA',
  'CT~~CD',
);

const caret = 0x5e;
const tilde = 0x7e;
const comma = 0x2c;

/** Commands by what they do; everything else is not known. A letter of font may stand behind ^A. */
const drawing = wordsOf('FD FV GB GC GD GE GS XG IM IL GF FN SN SF');
const harmless = wordsOf(
  'FO FS FT FR FB FH FW FX FP FC FM BY B0 B1 B2 B3 B4 B5 B7 B8 B9 BA BB BC BD BE BF BI BJ BK BL BM BO BP BQ BR BS BT BU ' +
    'BX BZ A0 CF CI CM CN CO CP CV CW EF EG FE FL HF HG HH HT HV HW ID JB JI JM JS JT JU JW JX JZ KD KL KN KP LF LH LL LR LS LT MA MC MD MF MI ' +
    'ML MM MN MP MT MU MW NI NS PA PF PM PO PR PW RO SC SE SI SL SO SP SQ SR SS ST SX SZ TB TO WT XF XB ZZ ' +
    'DG DB DE DN DS DT DU EG HB HD HI HM HQ HS HU JL JO KB NC NR NT PS RO SD TA ',
);

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** A format between ^XA and ^XZ. */
interface Label {
  printed: boolean;
  stored: boolean;
  copies: number;
}

export function* readZpl(pages: DevicePages, input: OctetInput): DeviceScript {
  let label: Label | undefined;
  let begun = false;
  const atEnd = (): DeviceEnd => (label === undefined ? endByOctets() : cut);
  for (;;) {
    const before = yield* takeText(input, atEnd);
    if (!begun && /[^\s\0]/.test(before)) return damaged('Text stands before the first command.');
    begun = true;
    const prefix = input.takeOctet() ?? (yield* takeOctet());
    const name = (input.take(2) ?? (yield* take(2))).text().toUpperCase();
    if (prefix === tilde && name === 'DY') {
      const problem = yield* passObject();
      if (problem !== undefined) return problem;
    } else if (name === 'XA') label = { printed: false, stored: false, copies: 1 };
    else if (name === 'XZ') {
      if (label === undefined) return damaged('A label ends that never began.');
      if (label.printed && !label.stored) endLabel(pages, label.copies);
      label = undefined;
    } else if (label !== undefined && prefix === caret && name === 'PQ') {
      const [count = '1', , replicates = '0'] = (yield* takeText(input)).split(',');
      if (Number(replicates) > 1) return unsupported('^PQ repeats serial numbers.');
      label.copies = Number(/^\d{1,8}/.exec(count)?.[0] ?? 1);
    } else if (label !== undefined && name === 'DF') label.stored = true;
    else if (label !== undefined && (drawing.has(name) || name === 'XF')) {
      label.printed = true;
      if (name === 'GF') yield* passPicture();
    } else if (!harmless.has(name) && !(name.startsWith('A') && prefix === caret)) {
      return unsupported(`${String.fromCharCode(prefix)}${name} is not known.`);
    }
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last label does not end.' };

function endLabel(pages: DevicePages, copies: number): void {
  pages.setCopies(copies);
  pages.end({ colour: false });
}

/** Octets kept of what stands before the next command: parameters of a few numbers. */
const keptOctetsMax = 100;

const commandStarts = stopsAt((octet) => octet === caret || octet === tilde);

/** Takes what stands before the next ^ or ~. */
function* takeText(input: OctetInput, atEnd?: () => DeviceEnd): DeviceScript<string> {
  return input.takeTextTo(commandStarts, keptOctetsMax) ?? (yield* scanText(Number.POSITIVE_INFINITY, atEnd));
}

/** The same up to the nth comma at most. */
function* scanText(commas: number, atEnd?: () => DeviceEnd): DeviceScript<string> {
  let text = '';
  let left = commas;
  yield {
    kind: 'scan',
    scan: (chunk, start) => {
      for (let at = start; at < chunk.length; at += 1) {
        const octet = chunk[at] ?? 0;
        if (commandStarts[octet] === 1) return at;
        if (text.length < keptOctetsMax) text += String.fromCharCode(octet);
        if (octet !== comma) continue;
        left -= 1;
        if (left === 0) return at + 1;
      }
      return undefined;
    },
    atEnd,
  };
  return text;
}

/** ^GF kind, octets, field octets, octets a row, data: A is in digits, B and C are in octets. */
function* passPicture(): DeviceScript<void> {
  const [kind = '', octets = ''] = (yield* scanText(4)).split(',');
  if (/^[BC]/i.test(kind.trim())) yield* pass(Number(/^\d{1,9}/.exec(octets)?.[0] ?? 0));
}

/** ~DY name, kind, extension, octets, octets a row, data: A is in digits, B in octets; the others are not told apart. */
function* passObject(): DeviceScript<DeviceEnd | undefined> {
  const [, kind = '', , octets = ''] = (yield* scanText(5)).split(',');
  if (/^B/i.test(kind)) yield* pass(Number(/^\d{1,9}/.exec(octets)?.[0] ?? 0));
  else if (!/^A/i.test(kind)) return unsupported(`~DY stores an object of kind ${kind.slice(0, 8)}.`);
  return undefined;
}
