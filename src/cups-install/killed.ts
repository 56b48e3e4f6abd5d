import { join } from 'node:path';
import { isProcess } from '../base/process-name.ts';
import { notesIn } from './note-files.ts';

/** A job of CUPS at which the adapter was killed. CUPS takes it for printed, whether it was or not. */
export interface KilledRun {
  readonly queue: string;
  readonly job: number;
}

/** By the notes of runs that have begun, until the job is run again. */
export function killedRuns(folder: string): readonly KilledRun[] {
  return notesIn(join(folder, 'begun')).flatMap(({ fields }) => {
    const [queue, job, by] = [fields.get('queue'), fields.get('job'), fields.get('by')];
    // One that ended while no cupsd heard of it says so instead; the next cupsd runs it again by itself.
    if (typeof queue !== 'string' || typeof job !== 'number' || by === undefined || isProcess(by)) return [];
    return [{ queue, job }];
  });
}
