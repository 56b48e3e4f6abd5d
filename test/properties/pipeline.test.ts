import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crashHistory, faultHistory, type History } from '../support/history-actions.ts';
import { expectEverythingRight } from '../support/history-books.ts';
import { play } from '../support/history-play.ts';
import { isSoak, seed } from '../support/history-seed.ts';

const crashes = isSoak ? 20_000 : 200;
const faults = isSoak ? 2_000 : 60;
/** Fault histories mostly wait for the pauses between tries, so that many go at once. */
const atOnce = 30;
const timeout = isSoak ? 24 * 3_600_000 : 120_000;

const tell = (history: History): string => `PLATEN_SEED=${seed} ${JSON.stringify(history)}`;

describe(`a random history of the server (PLATEN_SEED=${seed})`, () => {
  test(`whose process dies at any write loses nothing, charges and prints nothing twice: ${crashes} runs`, {
    timeout,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(crashHistory, (history) => play(history, expectEverythingRight)),
      { seed, numRuns: crashes, endOnFailure: false },
    );
  });

  test(`whose store fails now and then loses nothing, charges and prints nothing twice: ${faults} runs`, {
    timeout,
  }, async () => {
    const left = fc.sample(faultHistory, { seed, numRuns: faults });
    const failed: string[] = [];
    const work = async (): Promise<void> => {
      for (let history = left.pop(); history !== undefined; history = left.pop()) {
        const told = tell(history);
        await play(history, expectEverythingRight).catch((error: unknown) =>
          failed.push(`${String(error)}\n${told}`),
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(failed).toEqual([]);
  });
});
