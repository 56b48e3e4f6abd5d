import type { RandomBytes } from './bytes.ts';
import { isWhite } from './characters.ts';
import { fourDigits, twoDigits } from './digits.ts';
import type { OctetsAt } from './octets-at.ts';
import { PdfParser } from './parser.ts';
import { isDictionary, type PdfDictionary } from './values.ts';
import { Window } from './window.ts';
import type { ObjectRun, XrefPlace, XrefSection } from './xref-section.ts';

/**
 * A classic table (ISO 32000-1 §7.5.4), behind its keyword:
 *
 *     first count          one subsection or more
 *     oooooooooo ggggg n   20 octets an entry; 19 and 21 are met in practice
 *     trailer << … >>
 *
 * Nothing is allocated by `count`: entries stay where they are and are read when asked for.
 */
export function readXrefTable(bytes: RandomBytes, start: number): XrefSection | undefined {
  const subsections: Subsection[] = [];
  let at = start;
  for (;;) {
    const parser = new PdfParser(bytes.at(at, 128));
    if (parser.word('trailer')) return endTable(bytes, at + parser.position, subsections);
    const first = parser.integer();
    const count = first === undefined ? undefined : parser.integer();
    if (first === undefined || count === undefined || subsections.length >= subsectionsMax) return undefined;
    parser.skipWhite();
    const subsection = measure(bytes, { first, count, start: at + parser.position });
    if (subsection === undefined) return undefined;
    if (count > 0) subsections.push(subsection);
    at = subsection.start + subsection.width * count;
  }
}

interface Subsection {
  readonly first: number;
  readonly count: number;
  readonly start: number;
  /** Octets from entry to entry. */
  readonly width: number;
}

/** An update of a big document touches some thousand places. */
const subsectionsMax = 16_384;
/** "oooooooooo ggggg n" */
const entryOctets = 18;
/** A trailer has a dozen keys; some carry signatures. */
const trailerOctets = 65_536;

/** Finds the width that fits the first and the last entry and what follows. */
function measure(
  bytes: RandomBytes,
  { first, count, start }: Omit<Subsection, 'width'>,
): Subsection | undefined {
  if (count === 0) return { first, count, start, width: 0 };
  const width = [20, 19, 21].find((octets) => {
    const end = start + octets * count;
    return end <= bytes.size && isEntry(bytes, start + octets * (count - 1)) && endsEntries(bytes, end);
  });
  const head = readEntry(bytes.at(start, entryOctets), 0);
  if (width === undefined || head === undefined) return undefined;
  // Some writers number from 1 although the first entry is that of object 0, the head of the free list.
  const shifted = first === 1 && head.generation === 65_535 && !head.used;
  return { first: shifted ? 0 : first, count, start, width };
}

function endsEntries(bytes: RandomBytes, at: number): boolean {
  const parser = new PdfParser(bytes.at(at, 64));
  return parser.word('trailer') || parser.integer() !== undefined;
}

function endTable(
  bytes: RandomBytes,
  at: number,
  subsections: readonly Subsection[],
): XrefSection | undefined {
  const parser = new PdfParser(bytes.at(at, trailerOctets));
  const trailer = parser.value();
  if (!isDictionary(trailer) || parser.damaged) return undefined;
  return new XrefTable(bytes, { subsections, trailer, end: at + parser.position });
}

interface Table {
  readonly subsections: readonly Subsection[];
  readonly trailer: PdfDictionary;
  readonly end: number;
}

export class XrefTable implements XrefSection {
  readonly trailer: PdfDictionary;
  readonly end: number;
  readonly #subsections: readonly Subsection[];
  readonly #window: Window;
  /** Objects before the first and from the end on are in none of them; most are in no update of a document. */
  readonly #first: number;
  readonly #end: number;
  /** Objects that are asked for one after the other mostly stand in one subsection. */
  #holder: Subsection = { first: 0, count: 0, start: 0, width: 0 };

  constructor(bytes: RandomBytes, { subsections, trailer, end }: Table) {
    this.trailer = trailer;
    this.end = end;
    this.#subsections = subsections;
    this.#window = new Window(bytes);
    this.#first = subsections.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);
    this.#end = subsections.reduce((most, { first, count }) => Math.max(most, first + count), 0);
  }

  find(number: number, place: XrefPlace): boolean {
    if (number < this.#first || number >= this.#end) return false;
    const holder = this.#holderOf(number);
    if (holder === undefined) return false;
    const window = this.#window;
    window.seek(holder.start + (number - holder.first) * holder.width, entryOctets);
    if (window.octets[window.at + 17] === notUsed) return place.beFree();
    // The generation is not looked at: the object itself is, at its offset. None is at −1, which damage leads to.
    return place.beAt(offsetAt(window));
  }

  findRun({ numbers, from, to, start, end, found, origin }: ObjectRun): number {
    const first = numbers[from];
    const holder = typeof first === 'number' ? this.#holderOf(first) : undefined;
    if (holder === undefined) return 0;
    const window = this.#window;
    const count = Math.min(to - from, found.length >> 1);
    for (let index = 0; index < count; index += 1) {
      const number = numbers[from + index];
      // What does not fit into `found` would pass for another number there.
      if (typeof number !== 'number' || (number | 0) !== number || !holds(holder, number)) return index;
      window.seek(holder.start + (number - holder.first) * holder.width, entryOctets);
      const offset = window.octets[window.at + 17] === notUsed ? -1 : offsetAt(window);
      if (offset < start || offset >= end) return index;
      found[2 * index] = offset - origin;
      found[2 * index + 1] = number;
    }
    return count;
  }

  /** How many of these numbers, from one place on, are in none of its subsections for certain. */
  lacks({ numbers, from, to }: ObjectRun): number {
    let at = from;
    for (; at < to; at += 1) {
      const number = numbers[at];
      if (typeof number !== 'number' || (number >= this.#first && number < this.#end)) break;
    }
    return at - from;
  }

  #holderOf(number: number): Subsection | undefined {
    if (holds(this.#holder, number)) return this.#holder;
    for (const subsection of this.#subsections) {
      if (!holds(subsection, number)) continue;
      this.#holder = subsection;
      return subsection;
    }
    return undefined;
  }
}

function offsetAt({ octets, view, at }: OctetsAt): number {
  if (at + 10 > octets.length) return -1;
  const high = fourDigits(view, at);
  const middle = fourDigits(view, at + 4);
  const low = twoDigits(view, at + 8);
  return high < 0 || middle < 0 || low < 0 ? -1 : high * 1_000_000 + middle * 100 + low;
}

function holds({ first, count }: Subsection, number: number): boolean {
  return number >= first && number < first + count;
}

/** `n` and `f` */
const inUse = 0x6e;
const notUsed = 0x66;

interface Entry {
  readonly offset: number;
  readonly generation: number;
  readonly used: boolean;
}

function isEntry(bytes: RandomBytes, at: number): boolean {
  return readEntry(bytes.at(at, entryOctets), 0) !== undefined;
}

function readEntry(octets: Uint8Array, at: number): Entry | undefined {
  const offset = digits(octets, at, at + 10);
  const generation = digits(octets, at + 11, at + 16);
  const kind = octets[at + 17];
  if (offset < 0 || generation < 0 || !isWhite(octets[at + 10]) || !isWhite(octets[at + 16]))
    return undefined;
  return kind === inUse || kind === notUsed ? { offset, generation, used: kind === inUse } : undefined;
}

function digits(octets: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (octets[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
