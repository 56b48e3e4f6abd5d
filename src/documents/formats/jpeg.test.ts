import { describe, expect, it } from 'vitest';
import { countOnce, makeJpeg } from '../../../test/support/documents/index.ts';

describe('counting JPEG', () => {
  it.each([
    [1, { first: 1, last: 1, colour: false }],
    [3, { first: 1, last: 1 }],
    [4, { first: 1, last: 1, colour: true }],
  ] as const)('takes a picture of %d components for one page', async (components, run) => {
    const count = await countOnce(makeJpeg({ components }));
    expect(count).toMatchObject({ kind: 'counted', pages: 1, confidence: 'exact' });
    expect(count).toHaveProperty('runs', [run]);
  });

  it('does not count a second picture or padding behind the first', async () => {
    const two = Buffer.concat([makeJpeg({ components: 1 }), makeJpeg(), Buffer.alloc(1_000)]);
    expect(await countOnce(two)).toMatchObject({ pages: 1, runs: [{ colour: false }] });
  });

  it('says that a picture without an end is incomplete', async () => {
    const jpeg = makeJpeg();
    for (const octets of [jpeg.length - 1, jpeg.length / 2, 30]) {
      const count = await countOnce(jpeg.subarray(0, octets));
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('does not count markers that make no picture', async () => {
    expect(await countOnce(Buffer.from([0xff, 0xd8, 0xff, 0xd9]))).toMatchObject({ why: 'damaged' });
    expect(await countOnce(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 0]))).toMatchObject({ why: 'damaged' });
  });
});
