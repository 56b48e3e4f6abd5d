import { describe, expect, test } from 'vitest';
import { nameNormaliser } from './names.ts';

const plain = nameNormaliser({ case: 'lower', stripDomain: true, stripRealm: true });
const exact = nameNormaliser({ case: 'keep', stripDomain: false, stripRealm: false });

describe('nameNormaliser', () => {
  test.each([
    ['Alice', 'alice'],
    ['CORP\\Alice', 'alice'],
    ['alice@example.org', 'alice'],
    ['  bob ', 'bob'],
    ['Jose\u0301', 'jos\u00e9'],
    ['eve\u0000\n', 'eve'],
    ['', 'anonymous'],
    ['CORP\\', 'anonymous'],
    ['@realm', '@realm'],
  ])('makes one account name of %j', (written, name) => {
    expect(plain(written)).toBe(name);
  });

  test('leaves alone what the rules leave alone', () => {
    expect(exact('CORP\\Alice@example.org')).toBe('CORP\\Alice@example.org');
  });

  test('cuts a name at 255 octets without half a character', () => {
    const name = exact('é'.repeat(200));
    expect(Buffer.byteLength(name)).toBe(254);
    expect(name).not.toContain('\uFFFD');
  });
});
