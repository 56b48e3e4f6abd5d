import { describe, expect, it } from 'vitest';
import { TurnPusher } from './turn-pusher.ts';

const chunk = Buffer.from(Array.from({ length: 65_000 }, (_, at) => at % 251));

/** A counter that takes so many milliseconds for a slice, and notes each. */
function slow(ms: number, happened: string[]) {
  return {
    push: () => {
      const started = performance.now();
      while (performance.now() - started < ms) continue;
      happened.push('slice');
    },
  };
}

describe('pushing in turns', () => {
  it('hands over every octet, in order', async () => {
    const pushed: Uint8Array[] = [];
    await new TurnPusher({ push: (octets) => pushed.push(octets) }).push(chunk);
    expect(Buffer.concat(pushed).equals(chunk)).toBe(true);
  });

  it('lets others run while a slow counter takes a chunk', async () => {
    const happened: string[] = [];
    setImmediate(() => happened.push('another'));
    await new TurnPusher(slow(10, happened)).push(chunk);
    expect(happened.indexOf('another')).toBe(1);
  });

  it('lets others run between chunks that arrive at once, each of which is quick', async () => {
    const happened: string[] = [];
    setImmediate(() => happened.push('another'));
    const pusher = new TurnPusher(slow(3, happened));
    for (let piece = 0; piece < 10; piece += 1) await pusher.push(chunk.subarray(0, 100));
    expect(happened).toContain('another');
    expect(happened.indexOf('another')).toBeLessThanOrEqual(3);
  });

  it('does not wait for others when the counter is quick', async () => {
    const happened: string[] = [];
    setImmediate(() => happened.push('another'));
    await new TurnPusher({ push: () => undefined }).push(chunk);
    expect(happened).toEqual([]);
  });
});
