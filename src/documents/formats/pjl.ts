import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { hasTextAt, withoutNuls } from '../recognise.ts';
import { JobStreamCounter } from './pjl/job-stream.ts';

/** A UEL or a line of PJL, behind NULs that some drivers write to wake the device. */
export function recognisePjl(head: Uint8Array): boolean {
  const start = withoutNuls(head);
  return hasTextAt(start, 0, '\u001b%-12345X') || hasTextAt(start, 0, '@PJL');
}

/** Opens a stream of jobs; PCL without a wrapper is one whose first job has no PJL before it. */
export function openJobStream(context: FormatContext): StreamCounter {
  return new JobStreamCounter(context);
}
