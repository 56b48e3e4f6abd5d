import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makePdf } from '../../../../test/support/documents/index.ts';
import { mutate } from '../../../../test/support/documents/mutate.ts';
import { pseudoRandom } from '../../../../test/support/documents/pseudo-random.ts';
import { AlikePages, alikeOctetsMax } from './alike-pages.ts';
import { FileBytes, MemoryBytes, type RandomBytes } from './bytes.ts';
import { DigitPattern } from './digit-pattern.ts';
import { readDocument } from './document.ts';
import { Effort, structureEffort } from './effort.ts';
import { behindHead } from './objects.ts';

const pages = AlikePages.open()!;
const piece = pages.takePiece()!;

/** How many of these objects the function finds alike, each `alikeOctetsMax` behind the one before. */
function alike(pattern: DigitPattern, objects: readonly { number: number; octets: Buffer }[]): number {
  const { found } = pages.run;
  for (const [index, { number, octets }] of objects.entries()) {
    piece.fill(0, index * alikeOctetsMax, (index + 1) * alikeOctetsMax).set(octets, index * alikeOctetsMax);
    found[2 * index] = piece.byteOffset + index * alikeOctetsMax;
    found[2 * index + 1] = number;
  }
  return pages.count(pattern, objects.length);
}

const page = '<</Type/Page/Parent 12 0 R/MediaBox[0 0 595 842]/Contents 15 0 R>>';
const box = /\[.*\]/.exec(page)!;

function looseOf(octets: Buffer): Uint8Array {
  const isDigit = (octet: number) => octet >= 0x30 && octet <= 0x39;
  const isBox = (at: number) => at >= box.index && at < box.index + box[0].length;
  return Uint8Array.from(octets, (octet, at) => (isDigit(octet) && !isBox(at) ? 1 : 0));
}

describe('pages that are alike', () => {
  const octets = Buffer.from(`\n${page}`);
  const pattern = new DigitPattern(octets, looseOf(Buffer.from(` ${page}`)).slice(0, octets.length));

  it.each([
    ['itself', 7, `7 0 obj\n${page}`, true],
    ['other digits where they are loose', 123_456_789, `123456789 0 obj\n${page.replace('15', '99')}`, true],
    ['an empty number', 0, ` 0 obj\n${page}`, false],
    ['the number of another object', 8, `7 0 obj\n${page}`, false],
    ['a number that would overflow', 7, `4294967303 0 obj\n${page}`, false],
    ['a number without an end', 7, '7'.repeat(alikeOctetsMax), false],
    ['another generation, which takes a closer look', 7, `7 1 obj\n${page}`, false],
    ['no object', 7, `7 0 odd\n${page}`, false],
    ['a letter in place of a digit', 7, `7 0 obj\n${page.replace('15', '1x')}`, false],
    ['a sign in place of a digit', 7, `7 0 obj\n${page.replace('15', '-5')}`, false],
    ['another box', 7, `7 0 obj\n${page.replace('595', '596')}`, false],
    ['another end', 7, `7 0 obj\n${page.replace('>>', '> ')}`, false],
    ['less than there is', 7, `7 0 obj\n${page.slice(0, -1)}`, false],
  ])('are told from %s', (_what, number, text, expected) => {
    expect(alike(pattern, [{ number, octets: Buffer.from(text) }])).toBe(expected ? 1 : 0);
  });

  it('are counted up to the first that is another', () => {
    const objects = Array.from({ length: 20 }, (_, index) => ({
      number: index + 1,
      octets: Buffer.from(`${index + 1} 0 obj\n${page}`),
    }));
    expect(alike(pattern, objects)).toBe(20);
    objects[13] = { number: 14, octets: Buffer.from('14 0 obj\nnull') };
    expect(alike(pattern, objects)).toBe(13);
    expect(alike(pattern, [])).toBe(0);
  });

  it('are found as they are found by four and eight octets, in 5 000 patterns of any length', () => {
    const random = pseudoRandom(11);
    const alphabet = Buffer.from('0123456789 /[]>A\x00\x7f\x80\xff', 'latin1');
    const octet = () => alphabet[random.below(alphabet.length)] ?? 0;
    for (let run = 0; run < 5_000; run += 1) {
      const like = Buffer.from(Array.from({ length: 16 + random.below(60) }, octet));
      const loose = Uint8Array.from(like, (value) =>
        value >= 0x30 && value <= 0x39 && random.below(3) > 0 ? 1 : 0,
      );
      const other = Buffer.from(like.map((value, at) => (loose[at] === 1 ? 0x30 + random.below(10) : value)));
      if (random.below(2) > 0) other[random.below(other.length)] = octet();
      const number = random.below(20_000);
      const object = Buffer.concat([Buffer.from(`${random.below(9) === 0 ? '' : number} 0 obj`), other]);
      const whole = Buffer.concat([object, Buffer.alloc(alikeOctetsMax - object.length)]);
      const view = new DataView(whole.buffer, whole.byteOffset, whole.length);
      const both = new DigitPattern(like, loose);
      const at = behindHead({ octets: whole, view, at: 0 }, number);
      const expected = at > 0 && both.fits(view, at, whole.length) ? 1 : 0;
      expect(alike(both, [{ number, octets: object }]), `run ${run}`).toBe(expected);
    }
  });
});

describe('a walk over a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'platen-alike-'));
  const path = join(folder, 'document.pdf');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const told = (bytes: (effort: Effort) => RandomBytes) => {
    const effort = new Effort(structureEffort);
    const reading = readDocument(bytes(effort), 0, effort);
    return { ...reading, passed: effort.passed, runs: reading.kind === 'read' && reading.runs.finish() };
  };
  const inMemory = (pdf: Buffer) => told(() => new MemoryBytes(pdf));
  const inFile = (pdf: Buffer) => {
    writeFileSync(path, pdf);
    const descriptor = openSync(path, 'r');
    try {
      return told((effort) => new FileBytes(descriptor, pdf.length, effort));
    } finally {
      closeSync(descriptor);
    }
  };

  it.each([6_000, 40, 7])('finds in it what it finds in memory, with %i kids of a node', (fanOut) => {
    const pdf = makePdf({ pages: 6_000, fanOut });
    // Smaller ones are compared without the function.
    expect(pdf.length).toBeGreaterThan(1_048_576);
    expect(inFile(pdf)).toEqual(inMemory(pdf));
    expect(inFile(pdf)).toMatchObject({ kind: 'read', pages: 6_000, proven: true });
  });

  it('finds in it what it finds in memory, in 80 damaged documents of 6 000 pages', () => {
    const random = pseudoRandom(23);
    const documents = [6_000, 40, 7].map((fanOut) => makePdf({ pages: 6_000, fanOut }));
    for (let run = 0; run < 80; run += 1) {
      const pdf = damaged(random.pick(documents), documents, random);
      expect(inFile(pdf), `run ${run}`).toEqual(inMemory(pdf));
    }
  });

  /** Digits and letters of some pages or entries of the cross-reference changed, or any damage. */
  function damaged(pdf: Buffer, others: readonly Buffer[], random: ReturnType<typeof pseudoRandom>): Buffer {
    const end = pdf.lastIndexOf('xref\n', pdf.length - 100);
    const out = Buffer.from(pdf);
    if (random.below(4) === 0) return mutate(pdf, others, random);
    for (let times = random.below(6); times >= 0; times -= 1) {
      const at = random.below(2) === 0 ? random.below(end) : end + random.below(pdf.length - end);
      out[at] = random.pick([0x30, 0x31, 0x39, 0x20, 0x66, 0x2f, 0xff]);
    }
    return out;
  }
});
