import { setImmediate } from 'node:timers/promises';
import type { StreamCounter } from './counter.ts';

/** Octets between two looks at the clock: the slowest counters take a millisecond for them, some more before they are compiled. */
const sliceOctets = 16_384;
/** Milliseconds after which others have their turn; one slice more may come before. */
const turnMsMax = 8;

/** Pushes a chunk through a counter, and lets the event loop turn when that takes long: no document holds up all others. */
export async function pushInTurns(counter: Pick<StreamCounter, 'push'>, chunk: Uint8Array): Promise<void> {
  let turned = performance.now();
  for (let at = 0; at < chunk.length; at += sliceOctets) {
    if (performance.now() - turned > turnMsMax) {
      await setImmediate();
      turned = performance.now();
    }
    counter.push(chunk.subarray(at, at + sliceOctets));
  }
}
