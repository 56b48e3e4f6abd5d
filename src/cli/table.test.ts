import { describe, expect, test } from 'vitest';
import { renderTable } from './table.ts';

const columns = [
  { head: 'job', align: 'right' },
  { head: 'name', shrinks: true },
  { head: 'user', shrinks: true },
] as const;

describe('a table', () => {
  test('is aligned, without lines and without space at the end', () => {
    expect(
      renderTable(columns, [
        ['7', 'a letter', 'bob'],
        ['17', '', 'al'],
      ]),
    ).toBe('job  name      user\n  7  a letter  bob\n 17            al');
  });

  test('is not cut where there is no terminal', () => {
    expect(renderTable(columns, [['1', 'x'.repeat(300), 'bob']])).toContain('x'.repeat(300));
  });

  test('fits a narrow terminal by cutting the widest column that may be cut', () => {
    const rendered = renderTable(columns, [['1', 'x'.repeat(60), 'bob']], 40);
    const [, row = ''] = rendered.split('\n');
    expect(row.length).toBeLessThanOrEqual(40);
    expect(row).toMatch(/^ {2}1 {2}x+… +bob$/);
  });

  test('keeps what tells rows apart even where the terminal is far too narrow', () => {
    const rendered = renderTable(columns, [['123456', 'x'.repeat(60), 'y'.repeat(60)]], 10);
    expect(rendered).toContain('123456');
  });

  test('shows no control characters of foreign text', () => {
    expect(renderTable(columns, [['1', '\u001b[2J', 'a\nb']])).toMatch(/\ufffd\[2J +a\ufffdb$/);
  });
});
