import { expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', '', 3],
  ['price', 'prices', 1],
  ['scoket', 'socket', 1],
  ['kitten', 'sitting', 3],
])('%j and %j are %d apart', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
  expect(editDistance(to, from)).toBe(distance);
});

test('the nearest word wins, whatever its case', () => {
  expect(nearest('Printer', ['prices', 'printers', 'info'])).toBe('printers');
});

test('a word that is far from all is no guess', () => {
  expect(nearest('toner', ['prices', 'printers', 'info'])).toBeUndefined();
});
