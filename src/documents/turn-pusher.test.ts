import { describe, expect, it } from 'vitest';
import { pushInTurns } from './push-in-turns.ts';

const chunk = Buffer.from(Array.from({ length: 65_000 }, (_, at) => at % 251));

describe('pushing in turns', () => {
  it('hands over every octet, in order', async () => {
    const pushed: Uint8Array[] = [];
    await pushInTurns({ push: (octets) => pushed.push(octets) }, chunk);
    expect(Buffer.concat(pushed).equals(chunk)).toBe(true);
  });

  it('lets others run while a slow counter takes a chunk', async () => {
    const happened: string[] = [];
    const slowly = () => {
      const started = performance.now();
      while (performance.now() - started < 10) continue;
      happened.push('slice');
    };
    setImmediate(() => happened.push('another'));
    await pushInTurns({ push: slowly }, chunk);
    expect(happened.indexOf('another')).toBe(1);
  });

  it('does not wait for others when the counter is quick', async () => {
    const happened: string[] = [];
    setImmediate(() => happened.push('another'));
    await pushInTurns({ push: () => undefined }, chunk);
    expect(happened).toEqual([]);
  });
});
