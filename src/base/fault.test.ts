import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assert, faultCodes, isFault, messageOf, PrintServerError } from './fault.ts';

describe('fault codes', () => {
  test('are the ones that docs/errors.md explains, no more and no fewer', () => {
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(documented).toEqual([...faultCodes]);
  });

  test('tell one fault from another, and from an error of somebody else', () => {
    const fault = new PrintServerError('disk-full', 'no room', { cause: new Error('ENOSPC') });
    expect(isFault(fault, 'disk-full')).toBe(true);
    expect(isFault(fault, 'assertion')).toBe(false);
    expect(isFault(new Error('disk-full'), 'disk-full')).toBe(false);
  });
});

describe('assert', () => {
  test('passes what holds and names what does not', () => {
    expect(() => {
      assert(true, 'never');
    }).not.toThrow();
    expect(() => {
      assert(false, 'settled more than was reserved');
    }).toThrow('settled more than was reserved');
  });
});

describe('messageOf', () => {
  test('makes a sentence of whatever was thrown', () => {
    expect(messageOf(new Error('broken'))).toBe('broken');
    expect(messageOf('a string')).toBe('a string');
  });
});
