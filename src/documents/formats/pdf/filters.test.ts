import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Effort, inlineEffort } from './effort.ts';
import { decodeStream } from './filters.ts';
import { PdfParser } from './parser.ts';
import { isDictionary, type PdfValue } from './values.ts';

function decode(data: Buffer, dictionary: string, octetsMax = 1_000): string | undefined {
  const value = new PdfParser(Buffer.from(dictionary)).value();
  if (!isDictionary(value)) throw new Error('no dictionary');
  const resolve = (item: PdfValue | undefined) => item ?? null;
  const effort = new Effort(inlineEffort);
  const octets = decodeStream(data, { dictionary: value, octetsMax, effort, resolve });
  return octets === undefined ? undefined : Buffer.from(octets).toString('latin1');
}

describe('undoing filters', () => {
  it('leaves data without a filter as they are', () => {
    expect(decode(Buffer.from('abc'), '<<>>')).toBe('abc');
  });

  it.each([
    ['Flate', deflateSync('some text'), '<</Filter/FlateDecode>>'],
    ['Flate, cut short', deflateSync('some text').subarray(0, -3), '<</Filter/Fl>>'],
    ['ASCII85', Buffer.from('F)Po,+EV1>F8~>'), '<</Filter[/ASCII85Decode]>>'],
    ['hexadecimal', Buffer.from('73 6f6D6520 74657874>'), '<</Filter/AHx>>'],
    ['two in a row', Buffer.from(`${deflateSync('some text').toString('hex')}>`), '<</Filter[/AHx/Fl]>>'],
  ])('%s', (_, data, dictionary) => {
    expect(decode(data, dictionary)).toBe('some text');
  });

  it('gives up on a filter of pictures, on garbage and on more than was asked for', () => {
    expect(decode(Buffer.from('abc'), '<</Filter/DCTDecode>>')).toBeUndefined();
    expect(decode(Buffer.from('abc'), '<</Filter/FlateDecode>>')).toBeUndefined();
    expect(decode(deflateSync(Buffer.alloc(2_000)), '<</Filter/FlateDecode>>')).toBeUndefined();
    expect(decode(deflateSync('a'), '<</Filter[/Fl/Fl/Fl/Fl/Fl]>>')).toBeUndefined();
  });

  it('undoes every PNG predictor', () => {
    const rows = [
      [0, 1, 2, 3],
      [1, 1, 1, 1],
      [2, 1, 1, 1],
      [3, 1, 1, 1],
      [4, 1, 1, 1],
    ];
    const parameters = '/DecodeParms<</Predictor 15/Columns 3>>';
    const text = decode(deflateSync(Buffer.from(rows.flat())), `<</Filter/FlateDecode${parameters}>>`);
    expect([...Buffer.from(text ?? '', 'latin1')]).toEqual([1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]);
  });
});
