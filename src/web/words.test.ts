import { expect, test } from 'vitest';
import { agoInWords, amountInWords, countOf, formatInWords, mediaInWords } from './words.ts';

test.each([
  ['iso_a4_210x297mm', 'A4 (210 × 297 mm)'],
  ['na_letter_8.5x11in', 'Letter (8.5 × 11 in)'],
  ['na_number-10_4.125x9.5in', 'Number 10 (4.125 × 9.5 in)'],
  ['something-else', 'something-else'],
])('%s is called %s', (name, words) => {
  expect(mediaInWords(name)).toBe(words);
});

test.each([
  [0, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [3_600_000, '1 h ago'],
  [172_800_000, '2 days ago'],
  [-5, 'just now'],
])('%d ms are %s', (ms, words) => {
  expect(agoInWords(ms)).toBe(words);
});

test('formats, amounts and counts are said as people say them', () => {
  expect(formatInWords('application/pdf')).toBe('PDF');
  expect(formatInWords('application/x-unknown')).toBe('application/x-unknown');
  expect(amountInWords(500, { code: 'EUR', digits: 2 })).toBe('0.05 EUR');
  expect([countOf(1, 'job'), countOf(12_000, 'job')]).toEqual(['1 job', '12,000 jobs']);
});
