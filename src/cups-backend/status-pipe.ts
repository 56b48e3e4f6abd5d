import { writeSync } from 'node:fs';
import type { StatusLevel } from './status-line.ts';
import { statusLine } from './status-line.ts';

const stderr = 2;
/** Tries of a write that the other end has no room for; cupsd reads at once. */
const fullTriesMax = 1_000;
const fullPauseMs = 5;

/** The status pipe to cupsd. */
export interface StatusPipe {
  say(level: StatusLevel, text: string): void;
  /** Lines of the wrapped backend, octet for octet. */
  pass(octets: Buffer): void;
}

export const statusPipe: StatusPipe = {
  say: (level, text) => {
    writeAll(Buffer.from(statusLine(level, text)));
  },
  pass: writeAll,
};

/** Never throws: when cupsd is gone nobody listens, and the job still has to be settled. */
function writeAll(octets: Buffer): void {
  let tries = 0;
  for (let at = 0; at < octets.length; ) {
    try {
      at += writeSync(stderr, octets, at);
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull || (tries += 1) > fullTriesMax) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fullPauseMs);
    }
  }
}
