import { describe, expect, test } from 'vitest';
import type { Grant, LedgerEntry, LedgerWrite, Post, Reserve } from '../accounting/index.ts';
import type { Hold } from '../model/account.ts';
import { amountMax, impressionsMax } from '../model/money.ts';
import { judgeWrite, type LedgerBooks, type LedgerEffect } from './ledger-rules.ts';

const hold: Hold = { id: 'hold', job: 1, amount: 300, printer: 'p', impressions: 4 };
const posting: LedgerEntry = {
  id: 'posting',
  digest: 'd',
  verb: 'post',
  account: 'a',
  at: 0,
  amount: -300,
  impressions: 4,
  printer: 'p',
  job: 1,
  of: 'hold',
  reason: '',
};

const books = (balance = 1_000): LedgerBooks => ({
  entry: (id) => (id === 'posting' ? posting : undefined),
  figures: (account) => (account === 'a' ? { policyRevision: 1, balance, held: 300 } : undefined),
  counter: () => ({ impressions: 10, held: 4 }),
  hold: (_, id) => (id === 'hold' ? hold : undefined),
  refunded: () => ({ amount: 100, impressions: 1 }),
});

const base = { id: 'new', digest: 'd', account: 'a', at: 0 } as const;
const grant: Grant = { ...base, verb: 'grant', amount: 5, reason: '', by: 'root' };
const reserve: Reserve = {
  ...base,
  verb: 'reserve',
  job: 1,
  printer: 'p',
  amount: 5,
  impressions: 2,
  policyRevision: 1,
  guards: [],
};
const post: Post = {
  ...base,
  verb: 'post',
  job: 1,
  hold: 'hold',
  amount: 100,
  impressions: 1,
  overrun: false,
  reason: '',
};
const refund = {
  ...base,
  verb: 'refund',
  posting: 'posting',
  amount: 200,
  impressions: 3,
  reason: '',
  by: 'root',
} as const;
const debt = { field: 'debt', atMost: -696 } as const;

// In order of precedence: each row breaks its rule and all below it.
test.each<[string, LedgerWrite, string]>([
  [
    'an id that is known under another digest',
    { ...reserve, id: 'posting', digest: 'x', account: 'nobody' },
    'conflict',
  ],
  ['an id that is known under another verb', { ...reserve, id: 'posting', account: 'nobody' }, 'conflict'],
  ['a repeat', { ...post, id: 'posting', account: 'nobody' }, 'exists'],
  [
    'an account nobody made',
    { ...reserve, account: 'nobody', policyRevision: 2, guards: [debt] },
    'no-account',
  ],
  ['an old policy', { ...reserve, policyRevision: 2, guards: [debt] }, 'stale-policy'],
  ['a guard', { ...reserve, guards: [debt] }, 'guards'],
  ['a hold that is not there', { ...post, hold: 'other', amount: 301 }, 'no-hold'],
  ['more money than was held', { ...post, amount: 301 }, 'over-hold'],
  ['more impressions than were held', { ...post, impressions: 5 }, 'over-hold'],
  ['a posting that is not there', { ...refund, posting: 'other', amount: 201 }, 'no-posting'],
  ['more money than is left of the posting', { ...refund, amount: 201 }, 'over-posting'],
  ['more impressions than are left of the posting', { ...refund, impressions: 4 }, 'over-posting'],
])('%s is answered as such', (_, write, kind) => {
  expect(judgeWrite(books(), write).kind).toBe(kind);
});

describe('what a write moves', () => {
  const effectOf = (write: LedgerWrite): Partial<LedgerEffect> => {
    const verdict = judgeWrite(books(), write);
    return verdict.kind === 'applied' ? verdict.effect : {};
  };

  test('of a grant is the balance', () => {
    expect(effectOf(grant)).toMatchObject({ balance: 5, held: 0, counter: { impressions: 0, held: 0 } });
  });
  test('of a reserve is what is held', () => {
    expect(effectOf(reserve)).toMatchObject({ balance: 0, held: 5, counter: { impressions: 0, held: 2 } });
  });
  test('of a post is the charge, and all of the hold', () => {
    expect(effectOf(post)).toMatchObject({
      balance: -100,
      held: -300,
      counter: { impressions: 1, held: -4 },
      closed: hold,
    });
  });
  test('of a refund is what comes back', () => {
    expect(effectOf(refund)).toMatchObject({ balance: 200, held: 0, counter: { impressions: -3, held: 0 } });
  });
});

describe('figures that no caller may send', () => {
  test.each<[string, LedgerWrite]>([
    ['a fraction', { ...grant, amount: 0.5 }],
    ['no number', { ...grant, amount: Number.NaN }],
    ['an amount above the cap', { ...grant, amount: amountMax + 1 }],
    ['an amount below the cap', { ...grant, amount: -amountMax - 1 }],
    ['a negative charge', { ...post, amount: -1 }],
    ['a negative refund', { ...refund, amount: -1 }],
    ['negative impressions', { ...reserve, impressions: -1 }],
    ['impressions above the cap', { ...reserve, impressions: impressionsMax + 1 }],
  ])('%s stops before anything is looked up', (_, write) => {
    expect(() => judgeWrite(books(), write)).toThrow(expect.objectContaining({ code: 'assertion' }));
  });

  test('a sum that could not be counted exactly stops too', () => {
    expect(() => judgeWrite(books(Number.MAX_SAFE_INTEGER - 4), grant)).toThrow(
      'what can be counted exactly',
    );
  });
});
