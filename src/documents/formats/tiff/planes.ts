import { anyColouredInPlanes, type SampleLayout } from '../pixels/sample-colour.ts';
import { readValues } from './directory.ts';
import type { StripReading, Strips, StripUnpacker } from './strips.ts';

/** Octets of a strip of one plane that are held beside those of the others. */
const planeOctetsMax = 16_777_216;

/**
 * Looks at pixels whose samples lie in planes: all strips of the first, then all of the second (TIFF 6.0 §8). The three strips
 * of the same rows are held at once; undefined where they are too long for that, or cannot be read.
 */
export async function colourOfPlanes(
  { octets, layout, effort }: StripReading,
  strips: Strips,
  samples: SampleLayout,
  unpack: StripUnpacker,
): Promise<boolean | undefined> {
  const perPlane = Math.floor(strips.offsets.count / samples.samples);
  if (perPlane === 0) return undefined;
  const rows = async (index: number): Promise<Uint8Array | undefined> => {
    const starts = await readValues(octets, layout, strips.offsets, index);
    const sizes = await readValues(octets, layout, strips.octets, index);
    const start = starts?.[0];
    const size = sizes?.[0];
    if (start === undefined || size === undefined) return undefined;
    return unpacked((seeing) => unpack({ start, end: start + size }, seeing));
  };
  let colour: boolean | undefined = false;
  for (let index = 0; index < perPlane; index += 1) {
    const first = await rows(index);
    const second = await rows(index + perPlane);
    const third = await rows(index + 2 * perPlane);
    if (effort.lookedEnough) return undefined;
    // Another strip may still prove colour, but what cannot be read proves no grey.
    if (first === undefined || second === undefined || third === undefined) colour = undefined;
    else if (anyColouredInPlanes(samples, [first, second, third])) return true;
  }
  return colour;
}

async function unpacked(
  unpack: (seeing: Parameters<StripUnpacker>[1]) => Promise<boolean>,
): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const isRead = await unpack({
    see: (piece) => {
      length += piece.length;
      if (length <= planeOctetsMax) pieces.push(Uint8Array.from(piece));
    },
    done: () => length > planeOctetsMax,
  });
  return isRead && length <= planeOctetsMax ? Buffer.concat(pieces) : undefined;
}
