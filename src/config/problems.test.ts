import { expect, test } from 'vitest';
import { formatProblems } from './problems.ts';

test('problems are written as blocks that say place, found, expected and hint', () => {
  const problem = {
    path: 'printers[0].price',
    line: 7,
    column: 4,
    found: 'the key "price"',
    expected: 'one of the keys x',
  };
  expect(formatProblems([{ ...problem, hint: 'did you mean "prices"?' }])).toBe(
    [
      'line 7, column 4: printers[0].price',
      '    found:    the key "price"',
      '    expected: one of the keys x',
      '    hint:     did you mean "prices"?',
    ].join('\n'),
  );
});

test('a problem of the whole file has no place in it', () => {
  const problem = { path: '', line: 0, column: 0, found: 'ENOENT', expected: 'a configuration file at /x' };
  expect(formatProblems([problem])).toBe(
    'the file\n    found:    ENOENT\n    expected: a configuration file at /x',
  );
});
