import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '../model/adapter-settings.ts';

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
  const held = join(folder, 'held');
  return namesIn(held).flatMap((name) => {
    const note = join(held, name);
    const fields = fieldsOf(parsed(note));
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

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
