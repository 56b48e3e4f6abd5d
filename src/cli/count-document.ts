import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CountWish, DocumentCounters } from '../documents/index.ts';
import { countFile } from '../documents/index.ts';
import type { PageCount } from '../model/page-count.ts';
import type { CliIo } from './deps.ts';

export interface NamedDocument {
  /** Relative to the working folder; `-` is standard input. */
  readonly file: string;
  readonly announced: string | undefined;
  readonly wish: CountWish;
}

export interface CountedDocument {
  readonly count: PageCount;
  readonly octets: number;
}

/** Counts a document as it would be counted on its way in. Rejects when it cannot be read. */
export async function countDocument(
  io: CliIo,
  counters: DocumentCounters,
  { file, ...wanted }: NamedDocument,
): Promise<CountedDocument> {
  if (file === '-') return countStdin(io.stdin, counters, wanted);
  const path = resolve(io.workingFolder, file);
  const { size } = await stat(path);
  const count = await countPath(path, counters, wanted);
  return { count, octets: size };
}

function countPath(
  path: string,
  counters: DocumentCounters,
  { announced, wish }: Omit<NamedDocument, 'file'>,
): Promise<PageCount> {
  const wishing = { counter: (type?: string) => counters.counter(type, wish) };
  return countFile(path, wishing, announced, new AbortController().signal);
}

/** Formats that need random access need a file, so what is long goes into a temporary one. */
async function countStdin(
  stdin: Readable,
  counters: DocumentCounters,
  wanted: Omit<NamedDocument, 'file'>,
): Promise<CountedDocument> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-count-'));
  try {
    const path = join(folder, 'document');
    await pipeline(stdin, createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    return { count: await countPath(path, counters, wanted), octets: size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
