import { describe, expect, test } from 'vitest';
import { cutToOctets, statusLine } from './status-line.ts';

describe('statusLine', () => {
  test.each([
    ['no credit', 'WARNING: no credit\n'],
    ['first\nSTATE: paused\r\nEMERG: x', 'WARNING: first STATE: paused EMERG: x\n'],
    ['\u0000\u001b[2Jtitle\u007f\u0085\u2028end', 'WARNING: [2Jtitle end\n'],
    ['2,50 € für Jürgen', 'WARNING: 2,50 € für Jürgen\n'],
  ])('is one line whatever the text holds: %j', (text, line) => {
    expect(statusLine('WARNING', text)).toBe(line);
  });

  test('is cut to what cupsd takes, never inside a character', () => {
    const line = statusLine('WARNING', '€'.repeat(2_000));
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(2_047);
    expect(line).toMatch(/^WARNING: €+\n$/);
  });
});

test('cutToOctets keeps what fits', () => {
  expect(cutToOctets('abc', 3)).toBe('abc');
  expect(cutToOctets('aé', 2)).toBe('a');
  expect(cutToOctets('😀', 3)).toBe('');
});
