import type { DevicePages } from './device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByOctets,
  escapeOctet,
  unsupported,
} from './device/script.ts';
import { pass, takeOctet } from './octet-script.ts';

/**
 * Labels of DYMO LabelWriter:
 *
 *     ESC ESC … wakes the device   ESC @ resets   ESC D n octets a row   SYN (16): a row of n octets
 *     ESC E feeds to the tear bar, ESC G to the next label: either ends the label
 */
export function recogniseDymo(head: Uint8Array): boolean {
  for (let at = 0; at < wakingOctets; at += 1) if (head[at] !== escapeOctet) return false;
  return true;
}

/** ESCs at the start that no other language has; drivers write 85 and more. */
const wakingOctets = 16;
const row = 0x16;
/** Octets of a row of the LabelWriter 400; a wider one sets its own. */
const rowOctetsDefault = 84;

/** Octets of arguments by the letter behind ESC; letters that are not here are not known. */
const argumentOctets: ReadonlyMap<string, number> = new Map([
  ...Array.from('@cdeghiA', (letter) => [letter, 0] as const),
  ...Array.from('BqDMo', (letter) => [letter, 1] as const),
  ...Array.from('Lf', (letter) => [letter, 2] as const),
]);

export function* readDymo(pages: DevicePages): DeviceScript {
  let rowOctets = rowOctetsDefault;
  let marked = false;
  for (;;) {
    const first = yield* takeOctet(() => (marked ? cut : endByOctets()));
    if (first === row) {
      marked = true;
      yield* pass(rowOctets);
      continue;
    }
    if (first !== escapeOctet) return damaged(`Behind label ${pages.pages} stands what is no command.`);
    const letter = yield* takeCommand();
    if (letter === 'E' || letter === 'G') {
      // A feed that follows a feed moves the paper on, and prints nothing.
      if (marked) pages.end({ colour: false });
      marked = false;
      continue;
    }
    const octets = argumentOctets.get(letter);
    if (octets === undefined) return unsupported(`ESC ${letter} is no command that is known.`);
    if (letter === 'D') rowOctets = yield* takeOctet();
    else yield* pass(octets);
  }
}

const cut: DeviceEnd = { kind: 'unknown', why: 'incomplete', sentence: 'The last label does not end.' };

/** The letter behind a run of ESCs. */
function* takeCommand(): DeviceScript<string> {
  for (;;) {
    const octet = yield* takeOctet();
    if (octet !== escapeOctet) return String.fromCharCode(octet);
  }
}
