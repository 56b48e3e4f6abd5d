import { describe, expect, test } from 'vitest';
import type { Account, CounterLimit, LimitMode } from '../model/account.ts';
import { englishOf } from '../model/sentences/sentence.ts';
import { refusalsOf, termsOf } from './limits.ts';

interface Books {
  readonly mode: LimitMode;
  readonly balance?: number;
  readonly held?: number;
  readonly overdraft?: number;
  readonly limit?: CounterLimit;
  readonly printed?: number;
  readonly waiting?: number;
}

function account({
  mode,
  balance = 0,
  held = 0,
  overdraft = 0,
  limit,
  printed = 0,
  waiting = 0,
}: Books): Account {
  return {
    name: 'alice',
    policy: { mode, overdraft, limits: limit === undefined ? {} : { demo: limit } },
    policyRevision: 1,
    balance,
    held,
    counters: { demo: { impressions: printed, held: waiting } },
    holds: [],
    createdAt: 0,
  };
}

const job = { amount: 10, impressions: 5 };

// One row a rule; the job needs 10 of money and 5 impressions.
const rows: readonly (readonly [string, Books, readonly string[]])[] = [
  ['a blocked account', { mode: 'blocked', balance: 100 }, ['account-blocked']],
  ['exactly the balance', { mode: 'balance', balance: 10 }, []],
  ['one less than that', { mode: 'balance', balance: 9 }, ['over-balance']],
  ['the balance less what is held', { mode: 'balance', balance: 19, held: 10 }, ['over-balance']],
  ['a balance and an overdraft that make it exactly', { mode: 'balance', balance: 4, overdraft: 6 }, []],
  ['an overdraft that is one short', { mode: 'balance', balance: 4, overdraft: 5 }, ['over-balance']],
  ['exactly the hard limit', { mode: 'quota', limit: { hard: 20 }, printed: 10, waiting: 5 }, []],
  ['one impression over it', { mode: 'quota', limit: { hard: 20 }, printed: 11, waiting: 5 }, ['over-quota']],
  ['a hard limit of 0, which means 0', { mode: 'quota', limit: { hard: 0 } }, ['over-quota']],
  ['quota without a limit on this printer', { mode: 'quota' }, []],
  ['a soft limit, which only warns', { mode: 'quota', limit: { soft: 1 } }, []],
  ['money is no matter in quota mode', { mode: 'quota', balance: -500 }, []],
  ['paper is no matter in balance mode', { mode: 'balance', balance: 10, limit: { hard: 0 } }, []],
  ['both limits passed, both told', { mode: 'both', limit: { hard: 4 } }, ['over-balance', 'over-quota']],
  ['accounting only', { mode: 'accounting-only', limit: { hard: 0 } }, []],
  ['exempt', { mode: 'exempt', limit: { hard: 0 } }, []],
];

describe('refusalsOf', () => {
  test.each(rows)('%s', (_title, books, kinds) => {
    const refusals = refusalsOf({ account: account(books), printer: 'demo', quote: job });
    expect(refusals.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('says limit, need and what is left', () => {
    const books = account({ mode: 'both', balance: 4, limit: { hard: 20 }, printed: 17 });
    const refusals = refusalsOf({
      account: books,
      printer: 'demo',
      quote: { amount: 25_000, impressions: 5 },
    });
    expect(refusals.map(({ message }) => englishOf(message))).toEqual([
      'This job costs 2.50; 0.0004 is left on the account.',
      'This job needs 5 impressions; 3 of 20 are left on demo.',
    ]);
  });

  test('speaks of one impression', () => {
    const books = account({ mode: 'quota', limit: { hard: 1 }, printed: 1 });
    const quote = { amount: 0, impressions: 1 };
    const [refusal] = refusalsOf({ account: books, printer: 'demo', quote });
    expect(englishOf(refusal?.message ?? '')).toBe('This job needs 1 impression; 0 of 1 are left on demo.');
  });

  test('lets a job that costs nothing pass an empty wallet', () => {
    const books = account({ mode: 'balance', balance: -1 });
    expect(refusalsOf({ account: books, printer: 'demo', quote: { amount: 0, impressions: 5 } })).toEqual([]);
  });
});

describe('termsOf', () => {
  test('warns of a soft limit that the job passes', () => {
    const books = account({ mode: 'quota', limit: { soft: 9, hard: 20 }, printed: 5 });
    expect(termsOf({ account: books, printer: 'demo', quote: job }).warnings).toHaveLength(1);
  });

  test('does not warn of a soft limit that is reached exactly', () => {
    const books = account({ mode: 'quota', limit: { soft: 10 }, printed: 5 });
    expect(termsOf({ account: books, printer: 'demo', quote: job }).warnings).toEqual([]);
  });
});
