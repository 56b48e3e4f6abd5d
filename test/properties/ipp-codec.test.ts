import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import ipp from 'ipp';
import { describe, expect, test } from 'vitest';
import {
  decodeAttributes,
  decodeMessage,
  encodeAttributes,
  encodeMessage,
  HeaderReader,
  IppDecodeError,
  type IppMessage,
  IppTooLargeError,
  type IppValue,
} from '../../src/ipp/index.ts';
import { attributesArbitrary, messageArbitrary } from '../support/ipp-arbitraries.ts';
import { mutationArbitrary } from '../support/ipp-mutations.ts';

const isSoak = process.env['PLATEN_SOAK'] === '1';
const mutationsCount = isSoak ? 100_000 : 5_000;
const messagesCount = isSoak ? 5_000 : 300;

/** Far more than the slowest message takes on a busy machine; a loop without end takes longer. */
const messageMsMax = 1_000;

const fixtureFolder = join(import.meta.dirname, '../fixtures/ipp');
const fixtures = (folder: string): readonly (readonly [name: string, octets: Buffer])[] =>
  readdirSync(join(fixtureFolder, folder))
    .filter((name) => name.endsWith('.bin'))
    .map((name) => [name, readFileSync(join(fixtureFolder, folder, name))] as const);

const document = Buffer.from('%PDF-1.7\n\u0003');

/** Octets up to the end of the attributes, as the reader finds it in these chunks. */
function headerOf(chunks: readonly Buffer[]): Buffer | undefined {
  const reader = new HeaderReader();
  for (const chunk of chunks) {
    const found = reader.push(chunk);
    if (found !== undefined) return found.header;
  }
  return undefined;
}

/** The message, or the reason why it is none; any other exception is a failure. */
function tryDecode(octets: Buffer): IppMessage | IppDecodeError {
  try {
    return decodeMessage(octets);
  } catch (error) {
    if (error instanceof IppDecodeError) return error;
    throw error;
  }
}

/** Every proper prefix. */
function cutsOf(octets: Buffer): readonly Buffer[] {
  return Array.from({ length: octets.length }, (_, end) => octets.subarray(0, end));
}

describe('valid messages', () => {
  test('survive encode and decode value for value, and decode and encode octet for octet', () => {
    fc.assert(
      fc.property(messageArbitrary, (message) => {
        const octets = encodeMessage(message);
        const decoded = decodeMessage(octets);
        expect(decoded).toEqual(message);
        expect(encodeMessage(decoded).equals(octets)).toBe(true);
        expect(decodeMessage(octets, { lenient: true })).toEqual(message);
      }),
      { numRuns: messagesCount },
    );
  });

  test('are refused when cut anywhere, and read without exception when reading is lenient', () => {
    fc.assert(
      fc.property(messageArbitrary, (message) => {
        const octets = encodeMessage(message);
        const accepted = cutsOf(octets).filter((cut) => !(tryDecode(cut) instanceof IppDecodeError));
        expect(accepted).toEqual([]);
        for (const cut of cutsOf(octets).slice(8)) decodeMessage(cut, { lenient: true });
      }),
      { numRuns: Math.ceil(messagesCount / 6) },
    );
  });

  test('end at the same octet for every chunking', () => {
    fc.assert(
      fc.property(messageArbitrary, fc.array(fc.nat({ max: 2_000 })), (message, positions) => {
        const octets = encodeMessage(message);
        const sent = Buffer.concat([octets, document]);
        const cuts = [0, ...positions.filter((at) => at < sent.length).sort((a, b) => a - b), sent.length];
        const chunks = cuts.slice(1).map((end, index) => sent.subarray(cuts[index], end));
        expect(headerOf(chunks)?.equals(octets)).toBe(true);
      }),
      { numRuns: messagesCount },
    );
  });

  test('as bare lists of attributes survive a store', () => {
    fc.assert(
      fc.property(attributesArbitrary, (attributes) => {
        expect(decodeAttributes(encodeAttributes(attributes))).toEqual(attributes);
      }),
      { numRuns: messagesCount },
    );
  });
});

describe('fixtures', () => {
  test.each(fixtures('valid'))(
    '%s survives octet for octet, and every cut of it is refused',
    (_name, octets) => {
      expect(encodeMessage(decodeMessage(octets)).equals(octets)).toBe(true);
      for (const cut of cutsOf(octets)) expect(tryDecode(cut)).toBeInstanceOf(IppDecodeError);
    },
  );

  test.each(fixtures('hostile'))('%s is refused', (_name, octets) => {
    expect(tryDecode(octets)).toBeInstanceOf(IppDecodeError);
    expect(decodeMessage(octets, { lenient: true }).groups.length).toBeGreaterThan(0);
  });
});

describe('damaged messages', () => {
  test(`${mutationsCount} of them never hang, throw nothing but decode errors, and are exact where accepted`, () => {
    const seeds = fixtures('valid').map(([, octets]) => octets);
    const original = fc.oneof(fc.constantFrom(...seeds), messageArbitrary.map(encodeMessage));
    const slowest = { ms: 0 };
    fc.assert(
      fc.property(original, original, mutationArbitrary, (first, second, mutate) => {
        const octets = mutate(first, second);
        const begin = performance.now();
        const result = tryDecode(octets);
        if (octets.length >= 8) decodeMessage(octets, { lenient: true });
        if (!(result instanceof IppDecodeError)) {
          const header = headerOf([octets]);
          expect(header !== undefined && encodeMessage(result).equals(header)).toBe(true);
        }
        slowest.ms = Math.max(slowest.ms, performance.now() - begin);
        expect(slowest.ms).toBeLessThan(messageMsMax);
      }),
      { numRuns: mutationsCount },
    );
  });

  test('random octets end the reader or let it wait, and throw nothing of their own', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        try {
          headerOf(chunks.map((chunk) => Buffer.from(chunk)));
        } catch (error) {
          expect(error instanceof IppDecodeError || error instanceof IppTooLargeError).toBe(true);
        }
      }),
      { numRuns: messagesCount },
    );
  });
});

// What the npm package can carry: one group of a kind, values whose syntax does not matter, names that are no enums.
describe('the npm package ipp, on what it can carry, agrees', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
  const common: fc.Arbitrary<IppValue> = fc.oneof(
    fc.record({ syntax: fc.constant('integer'), value: fc.integer() }),
    fc.record({ syntax: fc.constant('boolean'), value: fc.boolean() }),
    fc.record({ syntax: fc.constantFrom('keyword', 'uri'), value: word }),
    fc.record({ syntax: fc.constantFrom('name', 'text'), value: fc.string({ unit: 'grapheme' }) }),
  );
  const attribute = (value: fc.Arbitrary<IppValue>) =>
    fc.record({
      name: word.map((name) => `x-${name}`),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    });
  const list = (value: fc.Arbitrary<IppValue>) =>
    fc
      .uniqueArray(attribute(value), { selector: ({ name }) => name, minLength: 1, maxLength: 5 })
      .map((entries) => new Map(entries.map((entry) => [entry.name, entry])));
  const collection: fc.Arbitrary<IppValue> = fc.record({
    syntax: fc.constant('collection'),
    members: list(common),
  });
  const attributes = list(fc.oneof({ weight: 4, arbitrary: common }, { weight: 1, arbitrary: collection }));

  const plain = (value: IppValue): unknown => {
    if (value.syntax === 'collection') return plainAttributes(value.members);
    return 'value' in value ? value.value : undefined;
  };
  const plainAttributes = (from: ReadonlyMap<string, { readonly values: readonly IppValue[] }>): object =>
    Object.fromEntries(
      [...from].map(([name, { values }]) => {
        const all = values.map(plain);
        return [name, all.length === 1 ? all[0] : all];
      }),
    );

  test('in what it reads', () => {
    fc.assert(
      fc.property(
        attributes,
        attributes,
        fc.integer({ min: 1, max: 0x7fff_ffff }),
        (operation, job, requestId) => {
          const groups = [
            { tag: 1, attributes: operation },
            { tag: 2, attributes: job },
          ];
          const octets = encodeMessage({ version: { major: 2, minor: 0 }, code: 0x000b, requestId, groups });
          expect(ipp.parse(octets)).toMatchObject({
            version: '2.0',
            operation: 'Get-Printer-Attributes',
            id: requestId,
            'operation-attributes-tag': plainAttributes(operation),
            'job-attributes-tag': plainAttributes(job),
          });
        },
      ),
      { numRuns: messagesCount },
    );
  });

  test('in what it writes', () => {
    const job = fc.record({
      copies: fc.integer({ min: 1, max: 0x7fff_ffff }),
      sides: fc.constantFrom('one-sided', 'two-sided-long-edge', 'two-sided-short-edge'),
      'job-name': fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
        .filter((name) => !name.includes('\u001e')),
    });
    fc.assert(
      fc.property(job, fc.integer({ min: 1, max: 0x7fff_ffff }), (wanted, id) => {
        const octets = ipp.serialize({
          version: '2.0',
          operation: 'Print-Job',
          id,
          'operation-attributes-tag': { 'job-name': wanted['job-name'] },
          'job-attributes-tag': { copies: wanted.copies, sides: wanted.sides },
        });
        const { code, requestId, groups } = decodeMessage(octets);
        expect([code, requestId]).toEqual([2, id]);
        expect(groups.map((group) => plainAttributes(group.attributes))).toMatchObject([
          { 'job-name': wanted['job-name'] },
          { copies: wanted.copies, sides: wanted.sides },
        ]);
      }),
      { numRuns: messagesCount },
    );
  });
});
