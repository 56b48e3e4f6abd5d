import { XmlReader } from '../xml/reader.ts';
import type { XmlHandler } from '../xml/tokenizer.ts';
import type { ZipArchive } from './archive.ts';
import type { ZipEffort } from './effort.ts';
import type { ZipEntry } from './entry.ts';
import { readEntry } from './entry-data.ts';
import { problem, type ZipProblem } from './problem.ts';

/** A part of a package, whole or in the pieces that a streaming writer made of it. */
interface Part {
  readonly name: string;
  readonly entries: readonly ZipEntry[];
  /** Two entries have its name and differ: each reader would see another document. */
  readonly ambiguous: boolean;
}

/**
 * The parts of a package by their names (ECMA-376-2 §7.2, §7.3): case does not matter, names may be percent-escaped, and
 * a part may lie in pieces `name/[0].piece`, … `name/[n].last.piece`, mixed with those of others.
 */
export class ZipPackage {
  readonly archive: ZipArchive;
  readonly effort: ZipEffort;
  readonly #parts: ReadonlyMap<string, Part>;

  private constructor(archive: ZipArchive, effort: ZipEffort, parts: ReadonlyMap<string, Part>) {
    this.archive = archive;
    this.effort = effort;
    this.#parts = parts;
  }

  static async open(archive: ZipArchive, effort: ZipEffort): Promise<ZipPackage | ZipProblem> {
    const parts = new Map<string, Part>();
    const pieces = new PartPieces();
    for (const entry of archive.entries) {
      const spent = await effort.spend(0);
      if (spent !== undefined) return spent;
      if (pieces.add(entry)) continue;
      const key = partKey(entry.name);
      const other = parts.get(key);
      const ambiguous = other !== undefined && (other.ambiguous || other.entries[0]?.crc !== entry.crc);
      parts.set(key, { name: entry.name, entries: [entry], ambiguous });
    }
    for (const [key, part] of pieces.whole()) if (!parts.has(key)) parts.set(key, part);
    return new ZipPackage(archive, effort, parts);
  }

  has(name: string): boolean {
    return this.#parts.has(partKey(name));
  }

  /** Reads a part as XML; what is wrong with it, when something is. */
  async readXml(name: string, handler: XmlHandler): Promise<ZipProblem | undefined> {
    const part = this.#parts.get(partKey(name));
    if (part === undefined) return problem('incomplete', `The part ${name} is missing.`);
    if (part.ambiguous) return problem('damaged', `${part.name} is in the ZIP twice, and differs.`);
    const reader = new XmlReader(part.name, handler);
    for (const entry of part.entries) {
      const found = await readEntry(this.archive.octets, entry, this.effort, (octets) => reader.take(octets));
      if (found !== undefined) return found;
      if (!reader.wantsMore) break;
    }
    return reader.finish();
  }
}

interface Pieces {
  readonly name: string;
  readonly entries: Map<number, ZipEntry>;
  /** Known from the one that is the last. */
  count: number | undefined;
}

const piecePattern = /^(.*)\/\[(\d{1,9})\](\.last)?\.piece$/i;

/** Puts pieces together by their numbers, in whatever order they come. */
class PartPieces {
  readonly #pieces = new Map<string, Pieces>();

  /** Whether the entry is a piece. */
  add(entry: ZipEntry): boolean {
    const [, name, number, last] = piecePattern.exec(entry.name) ?? [];
    if (name === undefined) return false;
    const key = partKey(name);
    const known = this.#pieces.get(key) ?? { name, entries: new Map<number, ZipEntry>(), count: undefined };
    this.#pieces.set(key, known);
    known.entries.set(Number(number), entry);
    if (last !== undefined) known.count = Number(number) + 1;
    return true;
  }

  /** The parts of which no piece is missing. */
  *whole(): Generator<readonly [key: string, part: Part]> {
    for (const [key, { name, entries, count = 0 }] of this.#pieces) {
      if (count === 0 || entries.size < count) continue;
      const ordered = Array.from({ length: count }, (_, number) => entries.get(number) ?? []).flat();
      if (ordered.length === count) yield [key, { name, entries: ordered, ambiguous: false }];
    }
  }
}

/** What equal names have in common. Some writers use the wrong slash. */
export function partKey(name: string): string {
  return unescaped(name).replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

function unescaped(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The part that a reference within another part leads to; `/` is the package. */
export function resolvePart(reference: string, from: string): string {
  const [path = ''] = reference.split(/[?#]/, 1);
  const folders = path.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..') folders.pop();
    else if (step !== '.' && step !== '') folders.push(step);
  }
  return folders.filter((folder) => folder !== '').join('/');
}
