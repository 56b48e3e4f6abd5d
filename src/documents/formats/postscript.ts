import type { StreamCounter } from '../counter.ts';
import type { FormatContext, WrapperDefaults } from '../format.ts';
import { PostscriptCounter } from './postscript/counter.ts';

/** `%!`, behind what drivers and editors write before it: an end of transmission, a byte order mark, blanks. */
const beginning = /^(?:\x04|\xef\xbb\xbf|[\0\t\n\f\r ])*%!/;
/** The header of an EPS with a preview for DOS (EPSF 3.0 §5.2). */
const dosBeginning = '\xc5\xd0\xd3\xc6';
const beginningOctets = 64;

export function recognisePostscript(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, beginningOctets)).toString('latin1');
  return beginning.test(start) || start.startsWith(dosBeginning);
}

export function openPostscript(context: FormatContext): StreamCounter {
  return new PostscriptCounter(context, { copies: 1, sides: undefined });
}

/** The program's own word on copies and sides wins over the wrapper's. */
export function openWrappedPostscript(
  context: FormatContext,
  { copies, sides }: WrapperDefaults,
): StreamCounter {
  return new PostscriptCounter(context, { copies, sides });
}
