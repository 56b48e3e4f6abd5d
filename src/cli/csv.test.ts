import { describe, expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

describe('a table of text', () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      'commas',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'semicolons, where the comma is a decimal sign',
      'a;b\n1,5;2',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['any line end', 'a\r\nb\rc\nd', [['a'], ['b'], ['c'], ['d']]],
    ['a byte order mark', '\ufeffa,b', [['a', 'b']]],
    [
      'empty lines',
      '\na,b\n\n\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty cells',
      'a,b,c\n,,',
      [
        ['a', 'b', 'c'],
        ['', '', ''],
      ],
    ],
    [
      'quotes',
      '"a","b,c"\n"say ""hi""",x',
      [
        ['a', 'b,c'],
        ['say "hi"', 'x'],
      ],
    ],
    [
      'line ends in quotes',
      '"a\nb",c\nd,e',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    ['spaces around', ' a , b \n', [['a', 'b']]],
    ['nothing', '', []],
  ])('with %s', (_what, text, cells) => {
    const parsed = parseCsv(text);
    expect(parsed.kind === 'rows' ? parsed.rows.map((row) => row.cells) : parsed).toEqual(cells);
  });

  test('knows on which line a row began', () => {
    const parsed = parseCsv('a,b\n"x\ny",1\n\nz,2\n');
    expect(parsed.kind === 'rows' ? parsed.rows.map((row) => row.line) : parsed).toEqual([1, 2, 5]);
  });

  test('with an open quote is broken, at its line', () => {
    expect(parseCsv('a,b\n1,"2\n3,4')).toEqual({
      kind: 'broken',
      line: 2,
      message: 'a quote (") is not closed',
    });
  });
});
