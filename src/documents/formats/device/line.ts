import type { OctetInput } from '../octet-input.ts';
import type { DeviceScript } from './script.ts';

const lineFeed = 0x0a;
/** Octets of a line of commands; drivers write less than 200. */
const lineOctetsMax = 1_024;

/** A line that begins with `start`, which has been taken, up to its LF; undefined when it is too long to be one. */
export function* takeLine(input: OctetInput, start = ''): DeviceScript<string | undefined> {
  const rest = yield* takeThrough(input, lineEnds, lineOctetsMax + 1 - start.length);
  return rest === undefined ? undefined : start + rest.slice(0, -1);
}

/** What stands up to an octet that is 1 in `stops`, and that octet; undefined when `octetsMax` have none. */
export function* takeThrough(
  input: OctetInput,
  stops: Uint8Array,
  octetsMax: number,
): DeviceScript<string | undefined> {
  const atHand = input.takeTextThrough(stops, octetsMax);
  if (atHand !== undefined) return atHand;
  let text = '';
  yield {
    kind: 'scan',
    scan: (chunk, start) => {
      const last = Math.min(chunk.length, start + octetsMax - text.length);
      let at = start;
      while (at < last && stops[chunk[at] ?? 0] === 0) at += 1;
      const found = at < last;
      const end = found ? at + 1 : last;
      text += Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start).toString('latin1');
      return found || text.length >= octetsMax ? end : undefined;
    },
  };
  return stops[text.charCodeAt(text.length - 1)] === 1 ? text : undefined;
}

const lineEnds: Uint8Array = stopsAt((octet) => octet === lineFeed);

/** A table of octets at which text ends. */
export function stopsAt(isStop: (octet: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, octet) => (isStop(octet) ? 1 : 0));
}
