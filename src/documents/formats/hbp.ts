import type { DevicePages } from './device/pages.ts';
import {
  type DeviceScript,
  damaged,
  endByMark,
  endByOctets,
  escapeOctet,
  takeEscape,
  takePastBlanks,
  unsupported,
} from './device/script.ts';
import { pass, take, takeOctet } from './octet-script.ts';

/**
 * HBP (Brother HL-720 and kin), behind @PJL ENTER LANGUAGE = HBP:
 *
 *     "@L" resolution(1)   "@G" length(3, big-endian) rows   "@F" ends the page   "@N" wakes the motor   "@X" ends all
 */
export function* readHbp(pages: DevicePages): DeviceScript {
  let inPage = false;
  let ended = false;
  for (;;) {
    const first = yield* takePastBlanks(() => (ended ? endByMark() : inPage ? cut : endByOctets()));
    if (first === escapeOctet && !inPage) return yield* takeEscape();
    if (first !== at) return damaged('No command begins where one should.');
    const command = String.fromCharCode(yield* takeOctet());
    switch (command) {
      case 'L':
        yield* take(1);
        break;
      case 'G': {
        const length = yield* take(3);
        inPage = true;
        yield* pass(length.getUint16(0) * 256 + length.getUint8(2));
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
