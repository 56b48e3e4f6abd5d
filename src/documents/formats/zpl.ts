import { startsWithText } from '../recognise.ts';
import { stopsAt, takeTextTo } from './device/line.ts';
import type { DevicePages } from './device/pages.ts';
import { type DeviceEnd, type DeviceScript, damaged, endByOctets, unsupported } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { awaitOctet, pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * ZPL II of Zebra: commands of ^ or ~ and two letters, then parameters up to the next ^ or ~:
 *
 *     ^XA … ^XZ a label format; it prints when a field stands in it and ^DF does not store it   ^PQ n copies
 *     ~DG, ^GFA pictures in digits; ^GFB, ^GFC and ~DY B, C in octets, as many as a parameter says
 *     CT~~CD,~CC^~CT~ is how drivers of Zebra begin: prefixes and delimiter become what they are
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

type Command = 'begin' | 'end' | 'quantity' | 'store' | 'picture' | 'draw' | 'pass';

/** Commands that may stand outside of a label, by their letters; everything else is not known. */
const outside: ReadonlyMap<number, Command> = new Map([
  ...rowsOf('begin', 'XA'),
  ...rowsOf('end', 'XZ'),
  ...rowsOf(
    'pass',
    'FO FS FT FR FB FH FW FX FP FC FM BY B0 B1 B2 B3 B4 B5 B7 B8 B9 BA BB BC BD BE BF BI BJ BK BL BM BO BP BQ BR BS BT BU ' +
      'BX BZ A0 CF CI CM CN CO CP CV CW EF EG FE FL HF HG HH HT HV HW ID JB JI JM JS JT JU JW JX JZ KD KL KN KP LF LH LL LR LS LT MA MC MD MF MI ' +
      'ML MM MN MP MT MU MW NI NS PA PF PM PO PR PW RO SC SE SI SL SO SP SQ SR SS ST SX SZ TB TO WT XF XB ZZ ' +
      'DG DB DE DN DS DT DU HB HD HI HM HQ HS HU JL JO KB NC NR NT PS SD TA',
  ),
]);

const inside: ReadonlyMap<number, Command> = new Map([
  ...outside,
  ...rowsOf('draw', 'FD FV GB GC GD GE GS XG IM IL FN SN SF XF'),
  ...rowsOf('picture', 'GF'),
  ...rowsOf('store', 'DF'),
  ...rowsOf('quantity', 'PQ'),
]);

function rowsOf(command: Command, names: string): (readonly [letters: number, command: Command])[] {
  return names.split(' ').map((name) => [lettersOf(name.charCodeAt(0), name.charCodeAt(1)), command]);
}

function lettersOf(first: number, second: number): number {
  return upperCase(first) * 256 + upperCase(second);
}

function upperCase(octet: number): number {
  return octet >= 0x61 && octet <= 0x7a ? octet - 0x20 : octet;
}

/** ^CC, ^CD and ^CT change the caret, the comma and the tilde to the octet behind them. */
const changers: ReadonlyMap<number, number> = new Map([
  [0x4343, caret],
  [0x4344, comma],
  [0x4354, tilde],
]);

const font = 0x41;
const downloadObject = 0x4459;

/** A format between ^XA and ^XZ. */
interface Label {
  printed: boolean;
  stored: boolean;
  copies: number;
}

export function* readZpl(pages: DevicePages, input: OctetInput): DeviceScript {
  let label: Label | undefined;
  const atEnd = (): DeviceEnd => (label === undefined ? endByOctets() : cut);
  for (;;) {
    input.passTo(textClasses, start);
    while (input.left === 0) {
      yield* awaitOctet(atEnd);
      input.passTo(textClasses, start);
    }
    const isTilde = (input.takeOctet() ?? (yield* takeOctet())) === tilde;
    if (isTilde && input.left === 0) yield* awaitOctet();
    // Of two tildes the second one begins a command.
    if (isTilde && input.peek() === tilde) continue;
    const name = input.take(2) ?? (yield* take(2));
    const letters = lettersOf(name.getUint8(0), name.getUint8(1));
    const changed = changers.get(letters);
    if (changed !== undefined) {
      const octet = input.takeOctet() ?? (yield* takeOctet());
      if (octet !== changed) return unsupported('A prefix or the delimiter is changed.');
      continue;
    }
    if (isTilde && letters === downloadObject) {
      const problem = yield* passObject(input);
      if (problem !== undefined) return problem;
      continue;
    }
    // A letter of font stands behind ^A.
    const isFont = !isTilde && letters >> 8 === font;
    const command = (label === undefined ? outside : inside).get(letters) ?? (isFont ? 'pass' : undefined);
    if (command === undefined) return unsupported(`${isTilde ? '~' : '^'}${name.text()} is not known.`);
    if (command === 'begin') label = { printed: false, stored: false, copies: 1 };
    else if (command === 'end') {
      if (label === undefined) return damaged('A label ends that never began.');
      if (label.printed && !label.stored) endLabel(pages, label.copies);
      label = undefined;
    } else if (label !== undefined) {
      const problem = yield* obey(input, label, command);
      if (problem !== undefined) return problem;
    }
  }
}

/** What a command does within a label. */
function* obey(input: OctetInput, label: Label, command: Command): DeviceScript<DeviceEnd | undefined> {
  if (command === 'store') label.stored = true;
  if (command === 'draw' || command === 'picture') label.printed = true;
  if (command === 'picture') yield* passPicture(input);
  if (command === 'quantity') {
    const [count = '1', , replicates = '0'] = yield* takeParameters(input, 3);
    if (Number(replicates) > 1) return unsupported('^PQ repeats serial numbers.');
    label.copies = Number(/^\d{1,8}/.exec(count)?.[0] ?? 1);
  }
  return undefined;
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last label does not end.' };

function endLabel(pages: DevicePages, copies: number): void {
  pages.setCopies(copies);
  pages.end({ colour: false });
}

const start = 1;

/** What stands before a command is passed over. */
const textClasses = new Uint8Array(256);
textClasses[caret] = start;
textClasses[tilde] = start;

/** Octets kept of a parameter: a number or a name. */
const keptOctetsMax = 100;
const parameterEnds = stopsAt((octet) => octet === caret || octet === tilde || octet === comma);

/** Takes so many parameters, each with the comma behind it, or as many as there are before the next command. */
function* takeParameters(input: OctetInput, count: number): DeviceScript<readonly string[]> {
  const parameters: string[] = [];
  for (;;) {
    parameters.push(yield* takeTextTo(input, parameterEnds, keptOctetsMax));
    if (input.peek() !== comma) return parameters;
    input.takeOctet();
    if (parameters.length === count) return parameters;
  }
}

/** ^GF kind, octets, field octets, octets a row, data: A is in digits, B and C are in octets. */
function* passPicture(input: OctetInput): DeviceScript<void> {
  const [kind = '', octets = ''] = yield* takeParameters(input, 4);
  if (/^[BC]/i.test(kind.trim())) yield* passStated(input, octets);
}

/** ~DY name, kind, extension, octets, octets a row, data: A is in digits, B in octets; the others are not told apart. */
function* passObject(input: OctetInput): DeviceScript<DeviceEnd | undefined> {
  const [, kind = '', , octets = ''] = yield* takeParameters(input, 5);
  if (/^B/i.test(kind)) yield* passStated(input, octets);
  else if (!/^A/i.test(kind)) return unsupported(`~DY stores an object of kind ${kind.slice(0, 8)}.`);
  return undefined;
}

function* passStated(input: OctetInput, octets: string): DeviceScript<void> {
  const stated = Number(/^\d{1,9}/.exec(octets)?.[0] ?? 0);
  if (!input.pass(stated)) yield* pass(stated);
}
