import { describe, expect, it } from 'vitest';
import { ObjectStreamHead } from './object-stream-head.ts';

/** What is read from behind `7 0 obj`; undefined when the parser has to. */
function read(text: string) {
  const octets = Buffer.from(`7 0 obj${text}`, 'latin1');
  const head = new ObjectStreamHead();
  if (!head.read(octets, 7)) return undefined;
  const { count, first, length, dataAt } = head;
  return { count, first, length, data: octets.subarray(dataAt).toString('latin1') };
}

describe('what stands before the data of an object stream', () => {
  it.each([
    ['of qpdf', '\n<< /Type /ObjStm /Length 14 /Filter /FlateDecode /N 10 /First 89 >>\nstream\nx'],
    ['of Word', '\r\n<</Type/ObjStm/N 10/First 89/Filter/FlateDecode/Length 14>>\r\nstream\r\nx'],
    [
      'of TeX',
      '\n<<\n/Type /ObjStm\n/N 10\n/First 89\n/Length 14      \n/Filter /FlateDecode\n>>\nstream\nx',
    ],
  ])('is read as written by the hand %s', (_whose, text) => {
    expect(read(text)).toEqual({ count: 10, first: 89, length: 14, data: 'x' });
  });

  const plain = '<</Type/ObjStm/N 10/First 89/Filter/FlateDecode/Length 14>>stream\nx';
  it.each([
    ['another type', plain.replace('ObjStm', 'ObjStmX')],
    ['no type', plain.replace('/Type/ObjStm', '')],
    ['a key that is no other', plain.replace('/N ', '/Extends 5 0 R/N ')],
    ['a key twice', plain.replace('/N 10', '/N 10/N 11')],
    ['a key twice and another not at all', plain.replace('/First 89', '/N 11')],
    ['a longer name', plain.replace('/N ', '/Nn ')],
    ['a length that stands elsewhere', plain.replace('/Length 14', '/Length 14 0 R')],
    ['a length below 0', plain.replace('14', '-14')],
    ['a length that is no whole number', plain.replace('14', '14.5')],
    ['a number too long', plain.replace('14', '12345678901')],
    ['another filter', plain.replace('/FlateDecode', '/LZWDecode')],
    ['two filters', plain.replace('/FlateDecode', '[/FlateDecode/FlateDecode]')],
    ['no data', plain.replace('stream\nx', 'endobj')],
    ['a comment', plain.replace('/N', '%\n/N')],
    ['a lone carriage return', plain.replace('stream\n', 'stream\r')],
  ])('is left to the parser with %s', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is left to the parser wherever it is cut off', () => {
    const whole = plain.slice(0, -1);
    expect(read(whole)).toMatchObject({ data: '' });
    for (let length = 0; length < whole.length; length += 1) {
      expect(read(whole.slice(0, length))).toBeUndefined();
    }
  });
});
