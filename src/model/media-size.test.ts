import { describe, expect, it } from 'vitest';
import { nameOfSize, sizeOf } from './media-size.ts';

describe('sizeOf', () => {
  it.each([
    ['iso_a4_210x297mm', { x: 21_000, y: 29_700 }],
    ['na_letter_8.5x11in', { x: 21_590, y: 27_940 }],
    ['na_index-4x6_4x6in', { x: 10_160, y: 15_240 }],
    ['custom_max_330.2x1200mm', { x: 33_020, y: 120_000 }],
  ])('reads %s', (name, size) => {
    expect(sizeOf(name)).toEqual(size);
  });

  it.each(['a4', 'iso_a4', 'iso_a4_210x297', 'iso_a4_210x297pt', '_x_mm'])('knows no size of %s', (name) => {
    expect(sizeOf(name)).toBeUndefined();
  });
});

describe('nameOfSize', () => {
  const names = ['iso_a4_210x297mm', 'na_letter_8.5x11in'];

  it('finds the name of a size', () => {
    expect(nameOfSize({ x: 21_590, y: 27_940 }, names)).toBe('na_letter_8.5x11in');
  });

  it('finds none for a size that is not offered', () => {
    expect(nameOfSize({ x: 10_160, y: 15_240 }, names)).toBeUndefined();
  });
});
