import { describe, expect, it } from 'vitest';
import { PixelColour, type PixelKind } from './pixel-colour.ts';

function colourOf(kind: PixelKind, octets: readonly number[], cut = octets.length): boolean | undefined {
  const pixels = new PixelColour(kind);
  const chunk = Uint8Array.from(octets);
  if (pixels.looking) pixels.look(chunk, 0, cut);
  if (pixels.looking) pixels.look(chunk, cut, chunk.length);
  return pixels.colour;
}

describe('the colour of pixels', () => {
  it.each<[PixelKind, readonly number[], boolean]>([
    ['rgb8', [90, 90, 90, 100, 88, 95], false],
    ['rgb8', [90, 90, 90, 100, 87, 95], true],
    ['rgb16', [90, 255, 90, 0, 90, 7], false],
    ['rgb16', [90, 255, 90, 0, 103, 7], true],
    ['cmyk8', [12, 12, 12, 255], false],
    ['cmyk8', [0, 0, 13, 0], true],
    ['grey', [200], false],
  ])('of %s %j: %s, wherever a chunk ends', (kind, octets, colour) => {
    for (let cut = 0; cut <= octets.length; cut += 1) expect(colourOf(kind, octets, cut)).toBe(colour);
  });

  it('is not known where it needs a profile', () => {
    expect(colourOf('unknown', [1, 2, 3])).toBeUndefined();
  });
});
