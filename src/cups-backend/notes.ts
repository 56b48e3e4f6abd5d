import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterKey } from '../model/adapter.ts';
import { makeFolder } from './folder.ts';

/** More would be a queue that holds every job for months; what is not noted is released by hand. */
const notesMax = 10_000;

/**
 * Small notes on jobs of CUPS, one file each: which ones we hold and why, for `platen cups release-held`, how often one
 * has asked to be run again at once, and which ones have begun. A job is printed whether its note can be written or not.
 */
export class Notes {
  readonly #folder: string;

  constructor(folder: string, kind: 'held' | 'again' | 'begun') {
    this.#folder = join(folder, kind);
  }

  read(key: AdapterKey): unknown {
    try {
      return JSON.parse(readFileSync(this.#path(key), 'utf8'));
    } catch {
      return undefined;
    }
  }

  write(key: AdapterKey, note: unknown): void {
    try {
      makeFolder(this.#folder);
      if (readdirSync(this.#folder).length >= notesMax) return;
      writeFileSync(this.#path(key), JSON.stringify(note), { mode: 0o600 });
    } catch {
      // A full disk must not change what becomes of the job.
    }
  }

  remove(key: AdapterKey): void {
    try {
      rmSync(this.#path(key), { force: true });
    } catch {
      // It is removed when the job is next seen.
    }
  }

  #path({ queue, job, createdAt }: AdapterKey): string {
    // cupsd allows no slash in the name of a queue; encoded, the name holds nothing that a path could mean.
    return join(this.#folder, `${job}-${createdAt}-${encodeURIComponent(queue)}.json`);
  }
}
