import { expect, test } from 'vitest';
import { afterLine, noPages, pagesOf } from './page-lines.ts';

test.each([
  [['PAGE: 1 2', 'PAGE: 2 2'], 4],
  [['PAGE: 1 1', 'PAGE: total 3'], 3],
  [['PAGE: total 3', 'PAGE: total 5', 'PAGE: 6 1'], 5],
  [['PAGE: total 0'], undefined],
  [['INFO: PAGE: 1 2', 'PAGE: one 2', 'PAGE:', 'PAGE: 1 -2', 'DEBUG: x'], undefined],
  [[], undefined],
])('%j tells %s pages', (lines, pages) => {
  expect(pagesOf(lines.reduce(afterLine, noPages))).toBe(pages);
});
