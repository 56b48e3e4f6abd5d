import { expect, test } from 'vitest';
import { speakerOf } from './texts/speaker.tsx';
import { agoInWords, formatInWords, inWords, mediaInWords } from './words.ts';

const currency = { code: 'EUR', digits: 2 };
const english = speakerOf({ language: 'en', currency });
const german = speakerOf({ language: 'de', currency });

test.each([
  ['iso_a4_210x297mm', 'A4 (210 × 297 mm)'],
  ['na_letter_8.5x11in', 'Letter (8.5 × 11 in)'],
  ['na_number-10_4.125x9.5in', 'Number 10 (4.125 × 9.5 in)'],
  ['something-else', 'something-else'],
])('%s is called %s', (name, words) => {
  expect(mediaInWords(name)).toBe(words);
});

test.each(['de', 'es', 'fr'] as const)('sizes have the decimal sign of %s', (language) => {
  expect(mediaInWords('na_letter_8.5x11in', language)).toBe('Letter (8,5 × 11 in)');
});

test.each([
  [0, 'just now', 'gerade eben'],
  [59_999, 'just now', 'gerade eben'],
  [60_000, '1 min ago', 'vor 1 min'],
  [3_600_000, '1 h ago', 'vor 1 h'],
  [172_800_000, '2 days ago', 'vor 2 Tagen'],
  [-5, 'just now', 'gerade eben'],
])('%d ms are %s, or %s', (ms, words, worte) => {
  expect([agoInWords(ms, english), agoInWords(ms, german)]).toEqual([words, worte]);
});

test.each([
  [0, 'in 1 min'],
  [7_140_001, 'in 2 h'],
  [172_800_000, 'in 2 days'],
])('%d ms from now are %s', (ms, words) => {
  expect(inWords(ms, english)).toBe(words);
});

test('formats are called as people call them', () => {
  expect(formatInWords('application/pdf', german)).toBe('PDF');
  expect(formatInWords('text/plain', german)).toBe('reiner Text');
  expect(formatInWords('application/x-unknown', english)).toBe('application/x-unknown');
});
