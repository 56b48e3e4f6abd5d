import type { OctetInput } from '../octets/octet-input.ts';
import {
  type DeviceEnd,
  type DeviceScript,
  endByMark,
  escapeOctet,
  passBlanks,
  takeEscape,
} from './script.ts';

/**
 * Reads documents one after the other, with blanks between them, up to an escape or the end of the octets. `read` tells
 * what is wrong with a document, or undefined when it reached its end.
 */
export function* readDocuments(
  input: OctetInput,
  read: () => DeviceScript<DeviceEnd | undefined>,
): DeviceScript {
  for (;;) {
    const first = yield* passBlanks(input, endByMark);
    if (first === escapeOctet) return yield* takeEscape(input);
    const problem = yield* read();
    if (problem !== undefined) return problem;
  }
}
