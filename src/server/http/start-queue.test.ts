import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StartQueue } from './start-queue.ts';

const patient = { uploadStartTurnMs: 5, uploadStartDelayMs: 60_000 };

/** Uploads that enter at once, and the names of those that have begun; each keeps the event loop for `busyMs`. */
function uploads(queue: StartQueue, busyMs: number, names: readonly string[]): readonly string[] {
  const begun: string[] = [];
  for (const name of names) {
    void queue.enter().then(async () => {
      // What follows at once is a part of the beginning.
      await Promise.resolve();
      keepBusy(busyMs);
      begun.push(name);
    });
  }
  return begun;
}

function keepBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('uploads that begin at the same moment', () => {
  const names = ['first', 'second', 'third', 'fourth'];

  it('begin one a turn of the event loop, in order of arrival, where each takes all of its time', async () => {
    const begun = uploads(new StartQueue(patient), patient.uploadStartTurnMs, names);
    for (const count of names.keys()) {
      expect(begun).toEqual(names.slice(0, count));
      await nextTurn();
    }
    expect(begun).toEqual(names);
  });

  it('begin in one turn when it has time for all', async () => {
    const begun = uploads(new StartQueue({ ...patient, uploadStartTurnMs: 60_000 }), 0, names);
    await nextTurn();
    expect(begun).toEqual(names);
  });
});

describe('uploads beside new connections', () => {
  it('begin behind the last connection', async () => {
    const queue = new StartQueue(patient);
    const begun = uploads(queue, 0, ['upload']);
    for (let connections = 0; connections < 3; connections += 1) {
      queue.noteConnection();
      await nextTurn();
      expect(begun).toEqual([]);
    }
    await nextTurn();
    expect(begun).toEqual(['upload']);
  });

  it('begin all the same when they have waited long enough', async () => {
    const queue = new StartQueue({ ...patient, uploadStartDelayMs: 0 });
    const begun = uploads(queue, 0, ['upload']);
    queue.noteConnection();
    await nextTurn();
    expect(begun).toEqual(['upload']);
  });
});
