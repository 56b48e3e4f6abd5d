import { expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

test('passes whole lines, however they come, and ends the last', () => {
  const lines = new LineSplitter();
  expect(lines.take(Buffer.from('DEBUG: a')).toString()).toBe('');
  expect(lines.take(Buffer.from('b\nINFO: c\nWAR')).toString()).toBe('DEBUG: ab\nINFO: c\n');
  expect(lines.rest().toString()).toBe('WAR\n');
  expect(lines.rest().toString()).toBe('');
});

test('does not keep a line without an end', () => {
  const lines = new LineSplitter();
  expect(lines.take(Buffer.alloc(70_000, 'x')).length).toBe(70_000);
});
