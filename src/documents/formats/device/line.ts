import { takeOctet } from '../octet-script.ts';
import type { DeviceScript } from './script.ts';

const lineFeed = 0x0a;
/** Octets of a line of commands; drivers write less than 200. */
const lineOctetsMax = 1_024;

/** A line that begins with `start`, which has been taken, up to its LF; undefined when it is too long to be one. */
export function* takeLine(start: string): DeviceScript<string | undefined> {
  let line = start;
  for (;;) {
    const octet = yield* takeOctet();
    if (octet === lineFeed) return line;
    line += String.fromCharCode(octet);
    if (line.length > lineOctetsMax) return undefined;
  }
}
