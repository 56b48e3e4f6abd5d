import { expect, test } from 'vitest';
import type { AccountPolicy } from '../../../src/model/account.ts';
import {
  freePolicy,
  fresh,
  grant,
  makeAccount,
  post,
  release,
  reserve,
  type Subject,
  start,
} from './fixtures.ts';

const quotaPolicy: AccountPolicy = {
  mode: 'quota',
  overdraft: 500,
  limits: { demo: { soft: 90, hard: 100 } },
};

export function accountTests(subject: Subject): void {
  test('an account nobody made is not there', async () => {
    expect(await subject().account(fresh('nobody'))).toBeUndefined();
  });

  test('a new account starts empty at policy revision 1', async () => {
    const name = fresh('user');
    expect(await subject().makeAccount({ name, policy: quotaPolicy, at: start })).toBe('done');
    expect(await subject().account(name)).toEqual({
      name,
      policy: quotaPolicy,
      policyRevision: 1,
      balance: 0,
      held: 0,
      counters: {},
      holds: [],
      createdAt: start,
    });
  });

  test('an account cannot be made twice, and the second try changes nothing', async () => {
    const name = await makeAccount(subject());
    const opening = { amount: 500, by: 'root' };
    expect(await subject().makeAccount({ name, policy: quotaPolicy, at: start, opening })).toBe('exists');
    expect(await subject().account(name)).toMatchObject({ policy: freePolicy, balance: 0 });
    expect(await subject().entries({ account: name, limit: 1 })).toEqual([]);
  });

  test.each([500, -30])(
    'an account may begin with a balance of %i, which stands in the books',
    async (amount) => {
      const name = fresh('user');
      const opening = { amount, by: 'root' };
      expect(await subject().makeAccount({ name, policy: freePolicy, at: start, opening })).toBe('done');
      expect(await subject().account(name)).toMatchObject({ balance: amount, held: 0, policyRevision: 1 });
      const [entry, ...others] = await subject().entries({ account: name, limit: 2 });
      expect(entry).toMatchObject({
        verb: 'grant',
        amount,
        by: 'root',
        reason: 'opening balance',
        at: start,
      });
      expect(others).toEqual([]);
      expect(await subject().entry(entry?.id ?? '')).toEqual(entry);
    },
  );

  test('of several who make the same account at once one does, and it is credited once', async () => {
    const name = fresh('user');
    const account = { name, policy: freePolicy, at: start, opening: { amount: 500, by: 'root' } };
    const results = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const result = await subject().makeAccount(account);
        // Whoever comes second finds the balance there already.
        expect((await subject().account(name))?.balance).toBe(500);
        return result;
      }),
    );
    expect(results.toSorted()).toEqual(['done', 'exists', 'exists', 'exists']);
    expect(await subject().entries({ account: name, limit: 5 })).toHaveLength(1);
  });

  test('an account made again under an old name is credited once more', async () => {
    const name = fresh('user');
    const account = { name, policy: freePolicy, at: start, opening: { amount: 500, by: 'root' } };
    await subject().makeAccount(account);
    await subject().removeAccount(name);
    expect(await subject().makeAccount(account)).toBe('done');
    expect((await subject().account(name))?.balance).toBe(500);
    expect(await subject().entries({ account: name, limit: 5 })).toHaveLength(2);
  });

  test('a change of policy raises its revision and leaves money and counters alone', async () => {
    const name = await makeAccount(subject(), undefined, 700);
    await subject().apply([reserve({ account: name, amount: 200, impressions: 3 })]);
    const before = await subject().account(name);
    const change = { name, policy: quotaPolicy, expectedPolicyRevision: 1 };
    expect(await subject().putPolicy(change)).toBe('done');
    expect(await subject().account(name)).toEqual({ ...before, policy: quotaPolicy, policyRevision: 2 });
  });

  test('a change of a policy that is not the current one is stale', async () => {
    const name = await makeAccount(subject());
    const change = { name, policy: quotaPolicy };
    expect(await subject().putPolicy({ ...change, expectedPolicyRevision: 2 })).toBe('stale');
    expect(await subject().putPolicy({ ...change, expectedPolicyRevision: 1 })).toBe('done');
    expect(await subject().putPolicy({ ...change, expectedPolicyRevision: 1 })).toBe('stale');
    expect((await subject().account(name))?.policyRevision).toBe(2);
  });

  test('a policy cannot be changed of an account nobody made', async () => {
    const name = fresh('nobody');
    expect(await subject().putPolicy({ name, policy: quotaPolicy, expectedPolicyRevision: 1 })).toBe('stale');
    expect(await subject().putPolicy({ name, policy: quotaPolicy, expectedPolicyRevision: 0 })).toBe('stale');
    expect(await subject().account(name)).toBeUndefined();
  });

  test('of two administrators who change the same policy at once one is told', async () => {
    const name = await makeAccount(subject());
    const change = { name, policy: quotaPolicy, expectedPolicyRevision: 1 };
    const results = await Promise.all([1, 2, 3, 4].map(() => subject().putPolicy(change)));
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect((await subject().account(name))?.policyRevision).toBe(2);
  });

  test('accounts come in order of name, page by page', async () => {
    const stem = fresh('page');
    const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${stem}-${letter}`);
    for (const name of [...names].reverse()) await makeAccount(subject(), name);
    const first = await subject().accounts({ after: stem, limit: 2 });
    expect(first.map((account) => account.name)).toEqual(names.slice(0, 2));
    const second = await subject().accounts({ after: names[1]!, limit: 3 });
    expect(second.map((account) => account.name)).toEqual(names.slice(2));
    const [whole] = await subject().accounts({ after: stem, limit: 1 });
    expect(whole).toEqual(await subject().account(names[0]!));
  });

  test('a page of accounts has their counters and holds', async () => {
    const stem = fresh('page');
    const name = await makeAccount(subject(), `${stem}-a`, 900);
    await subject().apply([reserve({ account: name, amount: 100, impressions: 4, job: 2_000_000_007 })]);
    const [account] = await subject().accounts({ after: stem, limit: 1 });
    expect(account).toEqual(await subject().account(name));
    expect(account?.holds).toHaveLength(1);
  });

  test.each([
    "o'neil.$x",
    'DOMAIN\\user',
    'ünï çødé',
    'a.b.c',
    '$where',
    'constructor',
    '%',
    'x"y',
    'two words',
  ])('the name %j is as good as any, for users and printers', async (odd) => {
    const account = await makeAccount(subject(), `${fresh('odd')} ${odd}`);
    const hold = reserve({ account, printer: odd, amount: 5, impressions: 2, id: `${fresh('hold')} ${odd}` });
    const other = reserve({ account, printer: `${odd}.x`, impressions: 1 });
    await subject().apply([hold, other, post({ account, hold: hold.id, amount: 5, impressions: 2 })]);
    const stored = await subject().account(account);
    expect(stored?.name).toBe(account);
    expect(Object.entries(stored?.counters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      [odd, { impressions: 2, held: 0 }],
      [`${odd}.x`, { impressions: 0, held: 1 }],
    ]);
  });

  test('limits of printers with odd names are kept as they are', async () => {
    const name = fresh('user');
    const policy: AccountPolicy = {
      ...freePolicy,
      limits: { 'a.b': { hard: 1 }, $c: { soft: 2 }, constructor: {} },
    };
    await subject().makeAccount({ name, policy, at: start });
    expect((await subject().account(name))?.policy).toEqual(policy);
  });

  test('an account without open holds is removed, its ledger entries stay', async () => {
    const name = await makeAccount(subject(), undefined, 300);
    expect(await subject().removeAccount(name)).toBe('done');
    expect(await subject().account(name)).toBeUndefined();
    expect(await subject().entries({ account: name, limit: 10 })).toHaveLength(1);
  });

  test('an account nobody made cannot be removed', async () => {
    expect(await subject().removeAccount(fresh('nobody'))).toBe('not-found');
  });

  test('an account with an open hold is not removed until the hold has ended', async () => {
    const account = await makeAccount(subject());
    const hold = reserve({ account });
    await subject().apply([hold]);
    expect(await subject().removeAccount(account)).toBe('held');
    expect(await subject().account(account)).toBeDefined();
    await subject().apply([release({ account, hold: hold.id })]);
    expect(await subject().removeAccount(account)).toBe('done');
  });

  test('an account made again under an old name starts empty', async () => {
    const name = await makeAccount(subject(), undefined, 300);
    const hold = reserve({ account: name, impressions: 4 });
    await subject().apply([hold, post({ account: name, hold: hold.id, impressions: 4 })]);
    await subject().removeAccount(name);
    await makeAccount(subject(), name);
    expect(await subject().account(name)).toMatchObject({ balance: 0, counters: {}, policyRevision: 1 });
  });

  test('a write on an account that was removed is refused, a repeat of an old one still known', async () => {
    const name = await makeAccount(subject());
    const credit = grant({ account: name, amount: 5 });
    await subject().apply([credit]);
    await subject().removeAccount(name);
    expect(await subject().apply([credit, grant({ account: name, amount: 5 })])).toEqual([
      { kind: 'exists' },
      { kind: 'no-account' },
    ]);
  });
}
