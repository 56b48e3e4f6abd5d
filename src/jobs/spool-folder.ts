import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { PrintServerError } from '../base/fault.ts';

/** Octets read from a spool file at once: measured as fast as any larger block, and flat in memory. */
const readBlockOctets = 256 * 1024;

/** The folder of documents that are too large for the job's record. File names are made of job numbers only. */
export class SpoolFolder {
  readonly path: string;
  readonly #removals = new Set<Promise<void>>();

  constructor(path: string) {
    this.path = path;
  }

  async prepare(): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new PrintServerError(
        'data-folder-unusable',
        `the spool folder ${this.path} cannot be made or written`,
        {
          cause,
        },
      );
    }
  }

  /** Documents of a job are numbered from 1. */
  nameOf(job: number, number = 1): string {
    return number === 1 ? `${job}.document` : `${job}-${number}.document`;
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }

  read(name: string): Readable {
    return createReadStream(this.pathOf(name), { highWaterMark: readBlockOctets });
  }

  /** Octets of a file, or undefined when it is not there. */
  async octetsOf(name: string): Promise<number | undefined> {
    const found = await stat(this.pathOf(name)).catch(() => undefined);
    return found?.size;
  }

  async remove(name: string): Promise<void> {
    const removal = rm(this.pathOf(name), { force: true });
    this.#removals.add(removal);
    try {
      await removal;
    } finally {
      this.#removals.delete(removal);
    }
  }

  /** Nobody waits for a removal but the end of the server: what has ended leaves no file behind. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#removals);
  }

  /** Makes the name of a new file durable: without it a power cut loses the file although its data is synced. */
  async sync(): Promise<void> {
    const folder = await open(this.path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async freeOctets(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  /** Removes the files that no job names: uploads that were under way when the server ended. */
  async removeOthers(wanted: ReadonlySet<string>): Promise<number> {
    const names = await readdir(this.path);
    const others = names.filter((name) => name.endsWith('.document') && !wanted.has(name));
    await Promise.all(others.map((name) => this.remove(name)));
    return others.length;
  }
}
