import type { DevicePages } from './device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByOctets,
  escapeOctet,
  unsupported,
} from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, takeOctet } from './octets/octet-script.ts';

/**
 * Labels of DYMO LabelWriter:
 *
 *     ESC ESC … wakes the device   ESC @ resets   ESC D n octets a row   SYN (16): a row of n octets
 *     ETB (17): a row in runs, of (c & 7F) + 1 dots each   ESC L begins a label
 *     ESC E feeds to the tear bar, ESC G to the next label: either ends the label
 */
export function recogniseDymo(head: Uint8Array): boolean {
  for (let at = 0; at < wakingOctets; at += 1) if (head[at] !== escapeOctet) return false;
  return true;
}

/** ESCs at the start that no other language has; drivers write 85 and more. */
const wakingOctets = 16;
const row = 0x16;
const packedRow = 0x17;
/** Octets of a row of the LabelWriter 400; a wider one sets its own. */
const rowOctetsDefault = 84;

/** Octets of arguments by the letter behind ESC; letters that are not here are not known. */
const argumentOctets: ReadonlyMap<string, number> = new Map([
  ...Array.from('@cdeghiyzA', (letter) => [letter, 0] as const),
  ...Array.from('BqDMo', (letter) => [letter, 1] as const),
  ...Array.from('LfQ', (letter) => [letter, 2] as const),
]);

export function* readDymo(pages: DevicePages, input: OctetInput): DeviceScript {
  let rowOctets = rowOctetsDefault;
  let begun = false;
  const atEnd = (): DeviceEnd => (begun ? cut : endByOctets());
  for (;;) {
    const first = input.takeOctet() ?? (yield* takeOctet(atEnd));
    if (first === row) {
      begun = true;
      if (!input.pass(rowOctets)) yield* pass(rowOctets);
      continue;
    }
    if (first === packedRow) {
      begun = true;
      yield* passRuns(input, 8 * rowOctets);
      continue;
    }
    if (first !== escapeOctet) return damaged(`Behind label ${pages.pages} stands what is no command.`);
    const letter = yield* takeCommand(input);
    if (letter === 'E' || letter === 'G') {
      // A feed that follows a feed moves the paper on, and prints nothing.
      if (begun) pages.end({ colour: false });
      begun = false;
      continue;
    }
    const octets = argumentOctets.get(letter);
    if (octets === undefined) return unsupported(`ESC ${letter} is no command that is known.`);
    if (letter === 'L') begun = true;
    if (letter === 'D') rowOctets = input.takeOctet() ?? (yield* takeOctet());
    else if (!input.pass(octets)) yield* pass(octets);
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last label does not end.' };

function* passRuns(input: OctetInput, dots: number): DeviceScript<void> {
  let left = dots;
  while (left > 0) left -= ((input.takeOctet() ?? (yield* takeOctet())) & 0x7f) + 1;
}

/** The letter behind a run of ESCs. */
function* takeCommand(input: OctetInput): DeviceScript<string> {
  for (;;) {
    const octet = input.takeOctet() ?? (yield* takeOctet());
    if (octet !== escapeOctet) return String.fromCharCode(octet);
  }
}
