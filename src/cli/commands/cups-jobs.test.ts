import { expect, test } from 'vitest';
import { hasSomethingLeft } from './cups-jobs.ts';

const account = { name: 'a', balance: 0, overdraft: 0, held: 0, createdAt: 0 };
const counter = (hard: number | null, impressions: number) => ({
  printer: 'office',
  impressions,
  held: 0,
  soft: null,
  hard,
});

test.each([
  ['blocked', 100, [], false],
  ['exempt', 0, [], true],
  ['accounting-only', 0, [], true],
  ['balance', 0, [], false],
  ['balance', 1, [counter(1, 1)], true],
  ['quota', 0, [counter(2, 1)], true],
  ['quota', 0, [counter(2, 2)], false],
  ['quota', 0, [counter(null, 2)], true],
  ['both', 1, [counter(2, 2)], false],
  ['both', 0, [counter(2, 1)], false],
  ['both', 1, [counter(2, 1)], true],
] as const)('%s with %i left and %j: %s', (mode, available, counters, may) => {
  expect(hasSomethingLeft({ ...account, mode, available, counters }, 'office')).toBe(may);
});
