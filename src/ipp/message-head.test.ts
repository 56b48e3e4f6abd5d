import { expect, it } from 'vitest';
import { encodeMessageHead } from './encode.ts';
import { headIn, headText, writeAsked } from './message-head.ts';

const head = { version: { major: 2, minor: 1 }, code: 0x0507, requestId: 0x7fffff80 };

it('reads a head as it was written, as octets and as text', () => {
  expect(headIn(encodeMessageHead(head))).toEqual(head);
  expect(headIn(Buffer.from(headText(head), 'latin1'))).toEqual(head);
});

it('makes of one answer that to another request, wherever it stands, and lets its status be', () => {
  const octets = Buffer.concat([Buffer.from('HTTP'), encodeMessageHead(head)]);
  writeAsked(octets, 4, { version: { major: 1, minor: 0 }, requestId: 9 });
  expect(octets.toString('latin1', 0, 4)).toBe('HTTP');
  expect(headIn(octets.subarray(4))).toEqual({ version: { major: 1, minor: 0 }, code: 0x0507, requestId: 9 });
});
