import { closeSync, constants, fstatSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { chunkOctets } from './limits.ts';
import { uniqueName } from './unique-name.ts';

/** Whole, or it throws: a full disk takes a part of a write without an error. */
export function writeAll(fd: number, octets: Buffer): void {
  for (let at = 0; at < octets.length; ) at += writeSync(fd, octets, at);
}

/** The data of a job as it lies on disk: CUPS' own file, or what came on standard input. */
export interface PrintData {
  readonly fd: number;
  readonly octets: number;
}

/** What came on standard input, in a file that has no name. */
export class SpooledInput {
  readonly fd: number;
  octets = 0;

  private constructor(fd: number) {
    this.fd = fd;
  }

  /** In CUPS' TMPDIR, which is closed to others. The name is ours and gone at once. */
  static open(folder: string): SpooledInput {
    const path = join(folder, `cupspykota-${uniqueName()}`);
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const fd = openSync(path, flags, 0o600);
    unlinkSync(path);
    return new SpooledInput(fd);
  }

  /** At a position, so that the offset stays 0: the wrapped backend gets this descriptor and reads from the start. */
  append(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      const written = writeSync(this.fd, piece, at, piece.length - at, this.octets);
      at += written;
      this.octets += written;
    }
  }
}

/** CUPS' spool file, opened as it was named. */
export function openDocument(path: string): PrintData {
  const fd = openSync(path, constants.O_RDONLY);
  return { fd, octets: fstatSync(fd).size };
}

/** Reads from a position of its own, piece by piece, into one buffer that is used again. */
export async function eachPiece(
  { fd }: PrintData,
  take: (piece: Buffer) => Promise<boolean> | boolean,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(chunkOctets);
  for (let position = 0; ; ) {
    const read = readSync(fd, buffer, 0, buffer.length, position);
    if (read === 0) return;
    position += read;
    if (!(await take(buffer.subarray(0, read)))) return;
  }
}

export function close(fd: number): void {
  closeSync(fd);
}
