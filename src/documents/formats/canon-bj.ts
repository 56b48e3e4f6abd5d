import { hasTextAt } from '../recognise.ts';
import { takeLine } from './device/line.ts';
import { type DeviceEnd, type DeviceScript, damaged, type ReadDevice } from './device/script.ts';
import { escapeLanguage } from './escape/engine.ts';
import {
  any,
  counted,
  draw,
  each,
  endings,
  passing,
  type Sequence,
  type Sequences,
} from './escape/sequence.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, takeOctet } from './octets/octet-script.ts';

/**
 * Canon BJ and BJC (BubbleJet, PIXMA):
 *
 *     ESC [ letter n(2) n octets   K resets, g carries columns   ESC ( letter n(2) n octets   A, F and others carry rows
 *     ESC d, J, C, 5 … a few octets; FF ends the page
 *
 * A reset whose second octet is 1F is followed by lines from BJLSTART to BJLEND. Newer devices want commands in XML
 * round it, from "<?xml" to "</cmd>".
 */
export function recogniseCanonBj(head: Uint8Array): boolean {
  if (hasTextAt(head, 0, '\u001b[K\u0002\0')) return true;
  return hasTextAt(head, 0, xmlStart) && Buffer.from(head).includes('xmlns:ivec=');
}

const xmlStart = '<?xml';
const xmlEnd = '</cmd>';
/** Octets of one command in XML; drivers write 500. */
const xmlOctetsMax = 65_536;

const enterLines = 0x1f;
const black = 0x4b;
/** Lines between BJLSTART and BJLEND; drivers write 10. */
const linesMax = 1_000;

const resetDevice: Sequence = {
  octets: 2,
  *read(page, args, input) {
    const octets = args.getUint16(0, true);
    if (octets === 0 || octets > 2) {
      yield* pass(octets);
      return undefined;
    }
    let last = 0;
    for (let at = 0; at < octets; at += 1) last = yield* takeOctet();
    if (page.marked) return damaged('A reset cuts a page.');
    return last === enterLines ? yield* passLines(input) : undefined;
  },
};

function* passLines(input: OctetInput): DeviceScript<DeviceEnd | undefined> {
  for (let lines = 0; lines < linesMax; lines += 1) {
    const line = yield* takeLine(input);
    if (line === undefined || (lines === 0 && line !== 'BJLSTART')) break;
    if (line === 'BJLEND') return undefined;
  }
  return damaged('The lines of BJL have no end.');
}

const xmlCommand: Sequence = {
  *read(page) {
    if (page.marked) return damaged('A command in XML cuts a page.');
    let last = '';
    for (let octets = 0; octets < xmlOctetsMax; octets += 1) {
      last = (last + String.fromCharCode(yield* takeOctet())).slice(-xmlEnd.length);
      if (last === xmlEnd) return undefined;
    }
    return damaged('A command in XML has no end.');
  },
};

/** ESC ( A n(2) colour, row. */
const row: Sequence = {
  octets: 2,
  *read(page, args, input) {
    const octets = args.getUint16(0, true);
    if (octets === 0) return undefined;
    page.setColour((input.takeOctet() ?? (yield* takeOctet())) !== black);
    page.draw();
    if (!input.pass(octets - 1)) yield* pass(octets - 1);
    return undefined;
  },
};

const sequences: Sequences = {
  ...endings,
  ...each('', '\b\t\n\v\r\u000e\u000f\u0011\u0012\u0013\u0014\u0018', passing(0)),
  ...each('\u001b', '@024EFGH', passing(0)),
  ...each('\u001b', '5J3ANlQUI', passing(1)),
  ...each('\u001b', 'd\\', passing(2)),
  [xmlStart]: xmlCommand,
  '\u001bC': {
    octets: 1,
    *read(_page, args) {
      if (args.getUint8(0) === 0) yield* takeOctet();
      return undefined;
    },
  },
  ['\u001b[' + any]: counted(2),
  '\u001b[g': counted(2, draw),
  '\u001b[K': resetDevice,
  ['\u001b(' + any]: counted(2),
  '\u001b(A': row,
  '\u001b(F': counted(2, (page) => {
    page.setColour(true);
    page.draw();
  }),
};

export const readCanonBj: ReadDevice = escapeLanguage(sequences);
