import { describe, expect, it } from 'vitest';
import { PdfParser } from './parser.ts';
import { PdfKeyword, PdfName, PdfReference, PdfString, type PdfValue } from './values.ts';

function parse(text: string): { value: PdfValue; damaged: boolean; rest: string } {
  const parser = new PdfParser(Buffer.from(text, 'latin1'));
  const value = parser.value();
  return { value, damaged: parser.damaged, rest: text.slice(parser.position) };
}

function stringOf(text: string): string {
  const { value } = parse(text);
  return value instanceof PdfString ? Buffer.from(value.octets).toString('latin1') : 'no string';
}

describe('reading PDF values', () => {
  it.each<[string, PdfValue]>([
    ['12', 12],
    ['-1.5', -1.5],
    ['+.5', 0.5],
    ['--7', -7],
    ['true', true],
    ['null', null],
    ['/Na#6de', new PdfName('Name')],
    ['12 0 R', new PdfReference(12, 0)],
    [' % comment\n 7', 7],
    ['[1 [2 /A]]', [1, [2, new PdfName('A')]]],
    ['[1 2 3 0 R 4]', [1, 2, new PdfReference(3, 0), 4]],
    ['[1 0 RG]', [1, 0, new PdfKeyword('RG')]],
    [
      '<</A<</B/C>>/D null>>',
      new Map<string, PdfValue>([
        ['A', new Map([['B', new PdfName('C')]])],
        ['D', null],
      ]),
    ],
  ])('%s', (text, value) => {
    expect(parse(text)).toEqual({ value, damaged: false, rest: '' });
  });

  it.each([
    ['(a(b)c)', 'a(b)c'],
    ['(\\(\\)\\\\\\n)', '()\\\n'],
    ['(\\101\\60\\7x)', 'A0\u0007x'],
    ['(a\\\r\nb\\\nc)', 'abc'],
    ['(\\z)', 'z'],
    ['<4a4B4>', 'JK@'],
    ['< 4 A >', 'J'],
    ['()', ''],
  ])('the string %j', (text, expected) => {
    expect(stringOf(text)).toBe(expected);
  });

  it.each(['', '<</A 1', '[1 2', '(abc', '<4a', '<</A 1 endobj', ')', '[1 endobj'])(
    'marks %j as damaged',
    (text) => {
      expect(parse(text).damaged).toBe(true);
    },
  );

  it('goes on behind a dictionary that lost a value or a key', () => {
    expect(parse('<</A>> 5')).toMatchObject({ value: new Map(), rest: ' 5' });
    expect(parse('<</A 1 2/B 3>>')).toMatchObject({
      damaged: true,
      value: new Map([
        ['A', 1],
        ['B', 3],
      ]),
    });
  });

  it('makes null of what is nested deeper than any document, and goes on behind it', () => {
    const deep = `${'<</A['.repeat(5_000)}(>>])<5d>${']>>'.repeat(5_000)} 9`;
    expect(parse(`[${deep}]`)).toMatchObject({ damaged: false, rest: '' });
  });
});
