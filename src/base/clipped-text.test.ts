import { describe, expect, it } from 'vitest';
import { clippedText } from './clipped-text.ts';

describe('clippedText', () => {
  it('leaves alone what fits', () => {
    expect(clippedText('four', 4)).toBe('four');
    expect(clippedText('Zoë', 4)).toBe('Zoë');
  });

  it('cuts between two characters, never inside of one', () => {
    expect(clippedText('fives', 4)).toBe('five');
    expect(clippedText('Zoë', 3)).toBe('Zo');
    expect(clippedText('🖨🖨', 7)).toBe('🖨');
  });
});
