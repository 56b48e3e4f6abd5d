import { describe, expect, test } from 'vitest';
import { hasWildcard, matcherOf } from './glob.ts';

describe('a pattern', () => {
  test.each([
    ['*', '', true],
    ['*', 'anything', true],
    ['a*', 'alice', true],
    ['a*', 'bob', false],
    ['*e', 'alice', true],
    ['a*i*e', 'alice', true],
    ['a*i*x', 'alice', false],
    ['?ob', 'bob', true],
    ['?ob', 'ob', false],
    ['bo?', 'bo', false],
    ['?', '𝒜', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['alice', 'alice', true],
    ['alice', 'alice2', false],
    ['ab*cd', 'abcabcd', true],
  ])('%s against "%s": %s', (pattern, name, matches) => {
    expect(matcherOf([pattern])(name)).toBe(matches);
  });

  test('of many stars takes no time', () => {
    const started = performance.now();
    expect(matcherOf([`${'*a'.repeat(50)}b`])('a'.repeat(5_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test('no patterns match everything, several match what one of them does', () => {
  expect(matcherOf(undefined)('x')).toBe(true);
  expect(matcherOf([])('x')).toBe(true);
  expect(matcherOf(['a*', 'b*'])('bob')).toBe(true);
  expect(matcherOf(['a*', 'b*'])('carol')).toBe(false);
});

test('a plain name is no pattern', () => {
  expect(hasWildcard('alice')).toBe(false);
  expect(hasWildcard('a?')).toBe(true);
});
