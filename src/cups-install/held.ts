import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { notesIn } from './note-files.ts';

/** A job of CUPS that the adapter has left held, by the note it made. */
export interface HeldJob {
  readonly queue: string;
  readonly job: number;
  readonly user: string;
  /** Keyword of the server, `server-down`, or `unusable`: it could not be read or kept on the CUPS host. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** File of the note. */
  readonly note: string;
}

export function heldJobs(folder: string): readonly HeldJob[] {
  return notesIn(join(folder, 'held')).flatMap(({ path: note, fields }) => {
    const [queue, job, user, reason, at] = ['queue', 'job', 'user', 'reason', 'at'].map((key) =>
      fields.get(key),
    );
    const isNote =
      typeof queue === 'string' &&
      typeof job === 'number' &&
      typeof user === 'string' &&
      typeof reason === 'string' &&
      typeof at === 'number';
    return isNote ? [{ queue, job, user, reason, at, note }] : [];
  });
}

export function forget({ note }: HeldJob): void {
  rmSync(note, { force: true });
}
