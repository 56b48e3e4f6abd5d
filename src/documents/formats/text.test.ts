import { describe, expect, it } from 'vitest';
import { countOnce, makeText } from '../../../test/support/documents/index.ts';

async function pagesOf(text: string | Buffer): Promise<number | string> {
  const count = await countOnce(Buffer.from(text));
  return count.kind === 'counted' ? count.pages : count.why;
}

describe('counting text', () => {
  it('says that the number is an estimate', async () => {
    const runs = [{ first: 1, last: 3, colour: false }];
    expect(await countOnce(makeText({ pages: 3 }))).toMatchObject({
      pages: 3,
      confidence: 'estimated',
      runs,
    });
  });

  it.each([
    ['one line', 'x', 1],
    ['66 lines', 'x\n'.repeat(66), 1],
    ['67 lines', 'x\n'.repeat(67), 2],
    ['66 lines that end in CR LF', 'x\r\n'.repeat(66), 1],
    ['a form feed at the end', 'x\f', 1],
    ['form feeds between', 'x\fy\fz', 3],
    ['empty pages', '\f\f', 2],
    ['a line of 80 columns 66 times', `${'x'.repeat(80)}\n`.repeat(66), 1],
    ['a line of 81 columns 66 times', `${'x'.repeat(81)}\n`.repeat(66), 2],
    ['80 characters of two octets', `${'ü'.repeat(80)}\n`.repeat(66), 1],
    ['lines printed over each other', `${'x'.repeat(60)}\r${'_'.repeat(60)}\n`.repeat(66), 1],
    ['tabs that reach column 88', `${'\t'.repeat(10)}x\n`.repeat(66), 2],
    ['letters struck twice', `${'x\b'.repeat(100)}\n`.repeat(66), 1],
  ])('lays out %s', async (_, text, pages) => {
    expect(await pagesOf(text)).toBe(pages);
  });

  it('reads Latin-1 when it is no UTF-8', async () => {
    expect(await pagesOf(Buffer.from(`${'\u00a9'.repeat(81)}\n`.repeat(66), 'latin1'))).toBe(2);
  });

  it.each([
    ['NUL', '\0'],
    ['escape', '\u001b'],
    ['delete', '\u007f'],
  ])('does not take octets with %s for text', async (_, control) => {
    expect(await pagesOf(`x${control}y`)).toBe('unsupported');
    expect(await pagesOf(`${'x\n'.repeat(2_000)}${control}`)).toBe('unsupported');
  });

  it('does not take a PDF behind a foreword for text', async () => {
    expect(await pagesOf(`${'x\n'.repeat(2_000)}%PDF-1.4\n`)).toBe('unsupported');
  });
});
