import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '../model/adapter-settings.ts';

export interface NoteFile {
  readonly path: string;
  readonly fields: ReadonlyMap<string, unknown>;
}

/** What the adapter has noted of jobs, one file each; what cannot be read is no note. */
export function notesIn(folder: string): readonly NoteFile[] {
  return namesIn(folder).map((name) => {
    const path = join(folder, name);
    return { path, fields: fieldsOf(parsed(path)) };
  });
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
