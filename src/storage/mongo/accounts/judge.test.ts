import { describe, expect, test } from 'vitest';
import type { Grant, LedgerWrite, Post, Reserve, Void } from '../../../accounting/index.ts';
import { Order } from '../order.ts';
import type { AccountState, StoredHold } from '../records/account.ts';
import { changeCommand } from './change-command.ts';
import { draftUnread, judge } from './judge.ts';

const order = (): Order => new Order({ now: () => 1 });
const carrier = { account: 'alice', plan: 'plan-1', order: order() };

const hold: StoredHold = {
  id: 'h1',
  job: 7,
  amount: 40,
  printer: 'demo',
  impressions: 4,
  digest: 'r',
  at: 1,
  order: 3,
  plan: 'plan-0',
};

const state: AccountState = {
  account: {
    name: 'alice',
    policy: { mode: 'balance', overdraft: 0, limits: {} },
    policyRevision: 2,
    balance: 100,
    held: 40,
    counters: { demo: { impressions: 10, held: 4 } },
    holds: [hold],
    createdAt: 1,
  },
  holds: [hold],
  outbox: [],
  mark: 'm1',
  revision: 5,
};

const base = { digest: 'd', account: 'alice', at: 1 };
const reserve = (values: Partial<Reserve> = {}): Reserve => ({
  ...base,
  verb: 'reserve',
  id: 'h2',
  job: 8,
  printer: 'demo',
  amount: 60,
  impressions: 6,
  policyRevision: 2,
  guards: [],
  ...values,
});
const post = (values: Partial<Post> = {}): Post => ({
  ...base,
  verb: 'post',
  id: 'p1',
  job: 7,
  hold: 'h1',
  amount: 30,
  impressions: 3,
  overrun: false,
  reason: 'printed',
  ...values,
});
const free: Void = { ...base, verb: 'void', id: 'v1', job: 7, hold: 'h1', reason: 'cancelled' };
const grant: Grant = { ...base, verb: 'grant', id: 'g1', amount: 5, reason: 'cash', by: 'root' };
const facts = { state, rows: new Map<string, never>() };
const kinds = (writes: readonly LedgerWrite[], of = facts): readonly string[] =>
  judge(writes, of, carrier).results.map((result) => result.kind);

describe('writes on one account are judged one after the other', () => {
  test('a hold that is ended makes room for the next', () => {
    const guards = [{ field: 'debt', atMost: 0 }] as const;
    expect(kinds([reserve({ amount: 61, guards })])).toEqual(['guards']);
    expect(kinds([free, reserve({ amount: 100, guards })])).toEqual(['applied', 'applied']);
  });

  test('a hold is ended once', () => {
    expect(kinds([post(), free])).toEqual(['applied', 'no-hold']);
  });

  test('a write that is on its way to the ledger is known, and so is a hold', () => {
    const line = {
      ...base,
      id: 'g1',
      verb: 'grant',
      amount: 5,
      impressions: 0,
      reason: '',
      order: 1,
    } as const;
    expect(kinds([grant], { ...facts, state: { ...state, outbox: [line] } })).toEqual(['exists']);
    expect(kinds([reserve({ id: 'h1', digest: 'r' })])).toEqual(['exists']);
    expect(kinds([reserve({ id: 'h1', digest: 'other' })])).toEqual(['conflict']);
  });

  test('writes that another draft carries out count for the guards, not for the sums', () => {
    const guards = [{ field: 'debt', atMost: 0 }] as const;
    const writes = [free, reserve({ amount: 100, guards })];
    const { draft } = judge(writes, facts, { ...carrier, carries: (write) => write.verb === 'reserve' });
    expect(draft.sums.held).toBe(100);
    expect(draft.removed).toEqual([]);
    expect(draft.guards).toEqual([{ guard: guards[0], offset: 60 }]);
  });
});

describe('the conditional write', () => {
  const options = { outbox: [], forget: [] };

  test('of a reserve on an account nobody read has every condition in its filter', () => {
    const guards = [
      { field: 'debt', atMost: 5 },
      { field: 'impressions', printer: 'a.b', atMost: 9 },
    ] as const;
    const { filter } = changeCommand(draftUnread([reserve({ guards })], carrier), options);
    expect(filter).toMatchObject({ _id: 'alice', 'holds.~h2': { $exists: false } });
    expect(JSON.parse(JSON.stringify(filter['$expr']))).toMatchObject({
      $and: [
        { $lte: [{ $add: [{ $subtract: ['$held', '$balance'] }, expect.anything()] }, expect.anything()] },
        {
          $lte: [
            {
              $add: [
                { $ifNull: ['$counters.~a~2eb.impressions', expect.anything()] },
                { $ifNull: ['$counters.~a~2eb.held', expect.anything()] },
                expect.anything(),
              ],
            },
            expect.anything(),
          ],
        },
      ],
    });
  });

  test('of a post asks for the very hold that was read, and leaves its line in the outbox', () => {
    const { draft } = judge([post()], facts, carrier);
    const { filter, update } = changeCommand(draft, { ...options, outbox: draft.lines, forget: ['~old'] });
    expect(filter).toMatchObject({ _id: 'alice', 'holds.~h1.plan': 'plan-0' });
    expect(Object.keys(update['$unset'] as object)).toEqual(['holds.~h1', 'outbox.~old']);
    expect(Object.keys(update['$set'] as object)).toEqual(['outbox.~p1']);
    expect(Object.entries(update['$inc'] as object).map(([path, by]) => [path, Number(by)])).toEqual([
      ['balance', -30],
      ['held', -40],
      ['revision', 1],
      ['counters.~demo.impressions', 3],
      ['counters.~demo.held', -4],
    ]);
  });

  test('under a mark fails when another came first, and leaves another mark itself', () => {
    const { draft } = judge([grant], facts, carrier);
    const { filter, update } = changeCommand(draft, { ...options, mark: { from: 'm1', to: 'm2' } });
    expect(filter).toEqual({ _id: 'alice', mark: 'm1' });
    expect(update['$set']).toEqual({ mark: 'm2' });
  });
});
