import { describe, expect, test } from 'vitest';
import { PrintServerError } from '../../base/fault.ts';
import { asUnknown, Repairs } from './repairs.ts';

describe('repairs', () => {
  test('are done once', async () => {
    const repairs = new Repairs();
    let done = 0;
    repairs.add('job 1', () => {
      done += 1;
      return Promise.resolve();
    });
    repairs.start();
    await repairs.settled();
    repairs.start();
    await repairs.settled();
    expect(done).toBe(1);
  });

  test('that fail stay for the next time, and those after them too', async () => {
    const repairs = new Repairs();
    const done: string[] = [];
    let away = true;
    for (const key of ['a', 'b']) {
      repairs.add(key, () => {
        if (away) return Promise.reject(new Error('away'));
        done.push(key);
        return Promise.resolve();
      });
    }
    repairs.start();
    await repairs.settled();
    away = false;
    repairs.start();
    await repairs.settled();
    expect(done).toEqual(['a', 'b']);
  });
});

describe('a fault amid several writes', () => {
  test('leaves the outcome unknown, although this one write was not done', () => {
    const cause = new PrintServerError('store-unreachable', 'away');
    expect(asUnknown(cause)).toMatchObject({ code: 'store-outcome-unknown', cause });
  });

  test('that is something else stays what it is', () => {
    const spoilt = new PrintServerError('store-corrupt', 'spoilt');
    expect(asUnknown(spoilt)).toBe(spoilt);
  });
});
