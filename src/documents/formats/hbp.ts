import type { DevicePages } from './device/pages.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  damaged,
  endByMark,
  endByOctets,
  escapeOctet,
  passBlanks,
  takeEscape,
  unsupported,
} from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * HBP (Brother HL-720 and kin), behind @PJL ENTER LANGUAGE = HBP:
 *
 *     "@L" resolution(1)   "@G" length(3, big-endian) rows   "@F" ends the page   "@N" wakes the motor   "@X" ends all
 */
export function* readHbp(pages: DevicePages, input: OctetInput): DeviceScript {
  let inPage = false;
  let ended = false;
  const atEnd = (): DeviceEnd => (ended ? endByMark() : inPage ? cut : endByOctets());
  for (;;) {
    const first = yield* passBlanks(input, atEnd);
    if (first === escapeOctet && !inPage) return yield* takeEscape(input);
    if (first !== at) return damaged('No command begins where one should.');
    input.takeOctet();
    const command = String.fromCharCode(input.takeOctet() ?? (yield* takeOctet()));
    switch (command) {
      case 'L':
        yield* take(1);
        break;
      case 'G': {
        const length = input.take(3) ?? (yield* take(3));
        const octets = length.getUint16(0) * 256 + length.getUint8(2);
        inPage = true;
        if (!input.pass(octets)) yield* pass(octets);
        break;
      }
      case 'F':
        inPage = false;
        pages.end({ colour: false });
        break;
      case 'N':
        break;
      case 'X':
        ended = true;
        break;
      default:
        return unsupported(`@${command} is no command that is known.`);
    }
  }
}

const at = 0x40;
const cut = { kind: 'unknown', why: 'incomplete', sentence: 'The last page does not end.' } as const;
