import { expect, it } from 'vitest';
import { FailureLimit } from './failures.ts';

const minute = 60_000;

it('shuts out after ten failures and forgives one every two minutes', () => {
  const limit = new FailureLimit();
  for (let times = 0; times < 10; times += 1) {
    expect(limit.isShut('user alice', 0)).toBe(false);
    limit.fail('user alice', 0);
  }
  expect(limit.isShut('user alice', 0)).toBe(true);
  expect(limit.isShut('user bob', 0)).toBe(false);
  expect(limit.isShut('user alice', 2 * minute)).toBe(false);
  limit.fail('user alice', 2 * minute);
  expect(limit.isShut('user alice', 3 * minute)).toBe(true);
});

it('forgets the oldest when strangers try to fill the memory', () => {
  const limit = new FailureLimit();
  for (let times = 0; times < 10; times += 1) limit.fail('first', 0);
  for (let other = 0; other < 10_000; other += 1) limit.fail(`other ${other}`, 0);
  expect(limit.isShut('first', 0)).toBe(false);
});
