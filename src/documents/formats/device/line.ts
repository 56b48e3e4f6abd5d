import type { OctetInput } from '../octets/octet-input.ts';
import { awaitOctet } from '../octets/octet-script.ts';
import type { DeviceScript } from './script.ts';

const lineFeed = 0x0a;
/** Octets of a line of commands; drivers write less than 200. */
const lineOctetsMax = 1_024;

/** A line that begins with `start`, which has been taken, up to its LF; undefined when it is too long to be one. */
export function* takeLine(input: OctetInput, start = ''): DeviceScript<string | undefined> {
  const rest = yield* takeTextBefore(input, lineEnds, lineOctetsMax - start.length);
  input.takeOctet();
  return rest === undefined || start === '' ? rest : start + rest;
}

/** What stands before an octet that is 1 in `stops`, which is left; undefined when that is more than `octetsMax`. */
export function* takeTextBefore(
  input: OctetInput,
  stops: Uint8Array,
  octetsMax: number,
): DeviceScript<string | undefined> {
  let text = input.takeTextTo(stops, octetsMax + 1);
  while (input.left === 0 && text.length <= octetsMax) {
    yield* awaitOctet();
    text += input.takeTextTo(stops, octetsMax + 1 - text.length);
  }
  return text.length > octetsMax ? undefined : text;
}

/** What stands up to an octet that is 1 in `stops`, which is left; of that the first `keptOctets`. */
export function* takeTextTo(input: OctetInput, stops: Uint8Array, keptOctets: number): DeviceScript<string> {
  let text = '';
  for (;;) {
    text += input.takeTextTo(stops, keptOctets - text.length);
    input.passTo(stops, 1);
    if (input.left > 0) return text;
    yield* awaitOctet();
  }
}

const lineEnds: Uint8Array = stopsAt((octet) => octet === lineFeed);

/** A table of octets at which text ends. */
export function stopsAt(isStop: (octet: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, octet) => (isStop(octet) ? 1 : 0));
}
