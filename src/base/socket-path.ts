import { relative } from 'node:path';
import { PrintServerError } from './fault.ts';

/** sun_path of <sys/un.h> has 104 octets on macOS and BSD (108 on Linux), the last of them 0. */
const socketPathOctetsMax = 103;

/** What to hand to the system: it takes short paths only, and a deep folder can still be near the working directory. */
export function shortSocketPath(path: string, workingFolder: string = process.cwd()): string {
  if (Buffer.byteLength(path) <= socketPathOctetsMax) return path;
  const fromHere = relative(workingFolder, path);
  if (Buffer.byteLength(fromHere) <= socketPathOctetsMax) return fromHere;
  throw new PrintServerError(
    'data-folder-unusable',
    `The path of a socket is longer than the ${socketPathOctetsMax} octets that systems allow: ${path}. ` +
      'Set "data" in the configuration, or the path itself where it is set there, to a shorter one.',
  );
}
