import { describe, expect, test } from 'vitest';
import { keyOf, nameOf } from './keys.ts';

describe('field names made of foreign names', () => {
  test.each(['demo', '', '17', 'a.b', '$where', '__proto__', '~41', 'ünï 😀', "o'neil.$x", 'x\u0000y'])(
    '%j comes back and addresses nothing but itself',
    (name) => {
      expect(nameOf(keyOf(name))).toBe(name);
      expect(keyOf(name)).toMatch(/^~[A-Za-z0-9~-]*$/);
    },
  );

  test('different names have different keys', () => {
    const names = ['a', 'A', 'a.b', 'a~2eb', 'a-b', 'a_b', '', '~'];
    expect(new Set(names.map(keyOf)).size).toBe(names.length);
  });
});
