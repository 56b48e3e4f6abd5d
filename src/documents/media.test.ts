import { describe, expect, it } from 'vitest';
import { mediaName } from './media.ts';

describe('the name of a size', () => {
  it.each([
    [595, 842, 'iso_a4_210x297mm'],
    [842, 595, 'iso_a4_210x297mm'],
    [595.276, 841.89, 'iso_a4_210x297mm'],
    [599, 838, 'iso_a4_210x297mm'],
    [612, 792, 'na_letter_8.5x11in'],
    [612, 1008, 'na_legal_8.5x14in'],
    [842, 1191, 'iso_a3_297x420mm'],
    [516, 729, 'jis_b5_182x257mm'],
  ])('is found for %d × %d points', (width, height, name) => {
    expect(mediaName(width, height)).toBe(name);
  });

  it('is made of millimetres for a size that has none', () => {
    expect(mediaName(595, 802)).toBe('custom_210x283mm_210x283mm');
  });

  it.each([
    [0, 842],
    [-595, 842],
    [Number.NaN, 842],
    [Number.POSITIVE_INFINITY, 842],
    [595, 1e9],
  ])('is not given to %d × %d', (width, height) => {
    expect(mediaName(width, height)).toBeUndefined();
  });
});
