import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crashHistory, faultHistory, type History } from '../support/history-actions.ts';
import { expectEverythingRight } from '../support/history-books.ts';
import { play } from '../support/history-play.ts';
import { isSoak, seed } from '../support/history-seed.ts';

const crashes = isSoak ? 20_000 : 120;
const faults = isSoak ? 20_000 : 60;
/** Histories with faults mostly wait for the pauses between tries, so that many go at once. */
const atOnce = 30;
const timeout = isSoak ? 24 * 3_600_000 : 120_000;
/** Of a failure that takes long, as one that never ends does, the shortest history found by then is told. */
const shrinking = isSoak ? {} : { interruptAfterTimeLimit: 90_000 };

describe(`a random history of the server (PLATEN_SEED=${seed})`, () => {
  test(`that dies at any of its writes: nothing is lost, nothing charged or printed twice (${crashes} runs)`, {
    timeout,
  }, async () => {
    const property = fc.asyncProperty(crashHistory, (history) => play(history, expectEverythingRight));
    await fc.assert(property, { seed, numRuns: crashes, ...shrinking });
  });

  test(`whose store fails now and then: nothing is lost, nothing charged or printed twice (${faults} runs)`, {
    timeout,
  }, async () => {
    const histories = fc.sample(faultHistory, { seed, numRuns: faults });
    const failures: string[] = [];
    const work = async (): Promise<void> => {
      for (let history = histories.pop(); history !== undefined; history = histories.pop()) {
        const failure = await failureOf(history);
        if (failure !== undefined) failures.push(failure);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(failures).toEqual([]);
  });
});

async function failureOf(history: History): Promise<string | undefined> {
  try {
    await play(history, expectEverythingRight);
    return undefined;
  } catch (error) {
    return `${String(error)}\nPLATEN_SEED=${seed}\n${JSON.stringify(history)}`;
  }
}
