import { describe, expect, test } from 'vitest';
import type { LedgerWrite, WriteResult } from '../../../src/accounting/index.ts';
import {
  freePolicy,
  fresh,
  grant,
  makeAccount,
  post,
  refund,
  release,
  reserve,
  type Subject,
  start,
} from './fixtures.ts';

const applied: WriteResult = { kind: 'applied' };
const exists: WriteResult = { kind: 'exists' };

export function ledgerTests(subject: Subject): void {
  const applyOne = async (write: LedgerWrite): Promise<WriteResult | undefined> =>
    (await subject().apply([write]))[0];

  describe('grant', () => {
    test('credits the wallet and leaves an entry', async () => {
      const account = await makeAccount(subject());
      const write = grant({ account, amount: 25_000 });
      expect(await applyOne(write)).toEqual(applied);
      expect((await subject().account(account))?.balance).toBe(25_000);
      expect(await subject().entry(write.id)).toEqual({
        id: write.id,
        digest: 'g',
        verb: 'grant',
        account,
        at: start,
        amount: 25_000,
        impressions: 0,
        reason: 'cash desk',
        by: 'root',
      });
    });

    test('may be negative, and below zero: it has no guard', async () => {
      const account = await makeAccount(subject());
      expect(await applyOne(grant({ account, amount: -400 }))).toEqual(applied);
      expect((await subject().account(account))?.balance).toBe(-400);
      const [entry] = await subject().entries({ account, limit: 1 });
      expect(entry?.amount).toBe(-400);
    });

    test('is applied once however often it is repeated', async () => {
      const account = await makeAccount(subject());
      const write = grant({ account, amount: 100 });
      expect(await subject().apply([write, write])).toEqual([applied, exists]);
      expect(await applyOne(write)).toEqual(exists);
      expect((await subject().account(account))?.balance).toBe(100);
    });

    test('is applied once when many repeat it at the same time', async () => {
      const account = await makeAccount(subject());
      const write = grant({ account, amount: 100 });
      const results = await Promise.all(Array.from({ length: 8 }, () => applyOne(write)));
      expect(results.filter((result) => result?.kind === 'applied')).toHaveLength(1);
      expect(results.filter((result) => result?.kind === 'exists')).toHaveLength(7);
      expect((await subject().account(account))?.balance).toBe(100);
    });

    test('under an id that was used for something else is a conflict', async () => {
      const account = await makeAccount(subject());
      const write = grant({ account, amount: 100 });
      await applyOne(write);
      expect(await applyOne({ ...write, amount: 200, digest: 'other' })).toEqual({ kind: 'conflict' });
      expect(await applyOne(reserve({ account, id: write.id }))).toEqual({ kind: 'conflict' });
      expect((await subject().account(account))?.balance).toBe(100);
    });

    test('to a name nobody made is refused and makes no account', async () => {
      const account = fresh('nobody');
      const write = grant({ account, amount: 100 });
      expect(await applyOne(write)).toEqual({ kind: 'no-account' });
      expect(await subject().account(account)).toBeUndefined();
      expect(await subject().entry(write.id)).toBeUndefined();
    });
  });

  describe('reserve', () => {
    test('holds amount and impressions without touching balance or counter', async () => {
      const account = await makeAccount(subject(), undefined, 1_000);
      const write = reserve({ account, job: 2_000_000_017, amount: 300, impressions: 4 });
      expect(await applyOne(write)).toEqual(applied);
      expect(await subject().account(account)).toMatchObject({
        balance: 1_000,
        held: 300,
        counters: { demo: { impressions: 0, held: 4 } },
        holds: [{ id: write.id, job: 2_000_000_017, amount: 300, printer: 'demo', impressions: 4 }],
      });
    });

    test('leaves an entry that moves nothing', async () => {
      const account = await makeAccount(subject());
      const write = reserve({ account, job: 2_000_000_018, amount: 300, impressions: 4 });
      await applyOne(write);
      expect(await subject().entry(write.id)).toMatchObject({
        verb: 'reserve',
        account,
        job: 2_000_000_018,
        printer: 'demo',
        amount: 0,
        impressions: 0,
      });
    });

    test('of nothing at all is still a hold', async () => {
      const account = await makeAccount(subject());
      expect(await applyOne(reserve({ account }))).toEqual(applied);
      expect((await subject().account(account))?.holds).toHaveLength(1);
    });

    test('reaching a limit exactly is allowed', async () => {
      const account = await makeAccount(subject(), undefined, 1_000);
      await applyOne(reserve({ account, amount: 400, impressions: 60 }));
      const write = reserve({
        account,
        amount: 700,
        impressions: 40,
        guards: [
          { field: 'debt', atMost: 100 },
          { field: 'impressions', printer: 'demo', atMost: 100 },
        ],
      });
      expect(await applyOne(write)).toEqual(applied);
    });

    test('above a limit is refused with the value that was compared, and leaves nothing', async () => {
      const account = await makeAccount(subject(), undefined, 1_000);
      await applyOne(reserve({ account, amount: 400 }));
      const guard = { field: 'debt', atMost: 0 } as const;
      const write = reserve({ account, amount: 601, guards: [guard] });
      expect(await applyOne(write)).toEqual({ kind: 'guards', failed: [{ guard, value: 1 }] });
      expect(await subject().account(account)).toMatchObject({ held: 400, balance: 1_000 });
      expect(await subject().entry(write.id)).toBeUndefined();
    });

    test('every guard that fails is told, those that hold are not', async () => {
      const account = await makeAccount(subject(), undefined, 50);
      await applyOne(reserve({ account, impressions: 9 }));
      const debt = { field: 'debt', atMost: 0 } as const;
      const counter = { field: 'impressions', printer: 'demo', atMost: 10 } as const;
      const other = { field: 'impressions', printer: 'never-used', atMost: 2 } as const;
      const write = reserve({ account, amount: 80, impressions: 2, guards: [debt, other, counter] });
      expect(await applyOne(write)).toEqual({
        kind: 'guards',
        failed: [
          { guard: debt, value: 30 },
          { guard: counter, value: 11 },
        ],
      });
    });

    test('impressions that were posted count as well as those that are held', async () => {
      const account = await makeAccount(subject());
      const first = reserve({ account, impressions: 6 });
      await subject().apply([first, post({ account, hold: first.id, impressions: 6 })]);
      await applyOne(reserve({ account, impressions: 3 }));
      const guard = { field: 'impressions', printer: 'demo', atMost: 10 } as const;
      expect(await applyOne(reserve({ account, impressions: 2, guards: [guard] }))).toEqual({
        kind: 'guards',
        failed: [{ guard, value: 11 }],
      });
      expect(await applyOne(reserve({ account, impressions: 1, guards: [guard] }))).toEqual(applied);
    });

    test('counters of one printer do not count for another', async () => {
      const account = await makeAccount(subject());
      await applyOne(reserve({ account, printer: 'one', impressions: 9 }));
      const guards = [{ field: 'impressions', printer: 'two', atMost: 9 }] as const;
      expect(await applyOne(reserve({ account, printer: 'two', impressions: 9, guards }))).toEqual(applied);
    });

    test('from an old policy is refused before any guard is looked at', async () => {
      const name = await makeAccount(subject());
      await subject().putPolicy({ name, policy: freePolicy, expectedPolicyRevision: 1 });
      const guards = [{ field: 'debt', atMost: -1 }] as const;
      const write = reserve({ account: name, amount: 5, policyRevision: 1, guards });
      expect(await applyOne(write)).toEqual({ kind: 'stale-policy' });
      expect(await applyOne({ ...write, policyRevision: 2, guards: [] })).toEqual(applied);
    });

    test('repeated under the same id is known, also after its hold has ended', async () => {
      const account = await makeAccount(subject());
      const [posted, voided] = [reserve({ account, amount: 5 }), reserve({ account, amount: 6 })];
      expect(await subject().apply([posted, voided, posted])).toEqual([applied, applied, exists]);
      await subject().apply([
        post({ account, hold: posted.id, amount: 5 }),
        release({ account, hold: voided.id }),
      ]);
      expect(await subject().apply([posted, voided])).toEqual([exists, exists]);
      expect(await subject().account(account)).toMatchObject({ held: 0, holds: [], balance: -5 });
    });

    test('under the id of another hold is a conflict', async () => {
      const account = await makeAccount(subject());
      const write = reserve({ account, amount: 5 });
      await applyOne(write);
      expect(await applyOne({ ...write, amount: 6, digest: 'other' })).toEqual({ kind: 'conflict' });
      expect((await subject().account(account))?.held).toBe(5);
    });

    test('for a name nobody made is refused', async () => {
      expect(await applyOne(reserve({ account: fresh('nobody') }))).toEqual({ kind: 'no-account' });
    });
  });

  describe('post', () => {
    test('of the whole hold charges it and ends the hold', async () => {
      const account = await makeAccount(subject(), undefined, 1_000);
      const hold = reserve({ account, job: 2_000_000_021, amount: 300, impressions: 4 });
      const write = post({ account, job: 2_000_000_021, hold: hold.id, amount: 300, impressions: 4 });
      expect(await subject().apply([hold, write])).toEqual([applied, applied]);
      expect(await subject().account(account)).toMatchObject({
        balance: 700,
        held: 0,
        counters: { demo: { impressions: 4, held: 0 } },
        holds: [],
      });
      expect(await subject().entry(write.id)).toEqual({
        id: write.id,
        digest: 'p',
        verb: 'post',
        account,
        at: start,
        amount: -300,
        impressions: 4,
        printer: 'demo',
        job: 2_000_000_021,
        of: hold.id,
        reason: 'printed',
      });
    });

    test('of a part frees the rest in the same write', async () => {
      const account = await makeAccount(subject(), undefined, 1_000);
      const hold = reserve({ account, amount: 300, impressions: 4 });
      await subject().apply([hold, post({ account, hold: hold.id, amount: 100, impressions: 1 })]);
      expect(await subject().account(account)).toMatchObject({
        balance: 900,
        held: 0,
        counters: { demo: { impressions: 1, held: 0 } },
        holds: [],
      });
    });

    test('of nothing is a charge of 0, not of -0', async () => {
      const account = await makeAccount(subject());
      const hold = reserve({ account });
      const write = post({ account, hold: hold.id });
      await subject().apply([hold, write]);
      expect(Object.is((await subject().entry(write.id))?.amount, 0)).toBe(true);
      expect(Object.is((await subject().account(account))?.balance, 0)).toBe(true);
    });

    test('leaves other holds as they are', async () => {
      const account = await makeAccount(subject());
      const [one, two] = [
        reserve({ account, amount: 5, impressions: 1 }),
        reserve({ account, amount: 7, impressions: 2 }),
      ];
      await subject().apply([one, two, post({ account, hold: one.id, amount: 5, impressions: 1 })]);
      const stored = await subject().account(account);
      expect(stored).toMatchObject({ held: 7, counters: { demo: { impressions: 1, held: 2 } } });
      expect(stored?.holds.map((hold) => hold.id)).toEqual([two.id]);
    });

    test.each([
      ['money', { amount: 301, impressions: 4 }],
      ['impressions', { amount: 300, impressions: 5 }],
    ])('of more %s than was held is refused without overrun and charged with it', async (_, more) => {
      const account = await makeAccount(subject());
      const hold = reserve({ account, amount: 300, impressions: 4 });
      await applyOne(hold);
      expect(await applyOne(post({ account, hold: hold.id, ...more }))).toEqual({ kind: 'over-hold' });
      expect((await subject().account(account))?.held).toBe(300);
      expect(await applyOne(post({ account, hold: hold.id, ...more, overrun: true }))).toEqual(applied);
      expect(await subject().account(account)).toMatchObject({
        balance: -more.amount,
        held: 0,
        counters: { demo: { impressions: more.impressions, held: 0 } },
      });
    });

    test('twice is charged once; under a new id the hold is no longer there', async () => {
      const account = await makeAccount(subject());
      const hold = reserve({ account, amount: 300 });
      const write = post({ account, hold: hold.id, amount: 300 });
      expect(await subject().apply([hold, write, write])).toEqual([applied, applied, exists]);
      expect(await applyOne(post({ account, hold: hold.id, amount: 300 }))).toEqual({ kind: 'no-hold' });
      expect((await subject().account(account))?.balance).toBe(-300);
    });

    test('of a hold that was never made, or is of another account, is refused', async () => {
      const [mine, theirs] = [await makeAccount(subject()), await makeAccount(subject())];
      const hold = reserve({ account: theirs, amount: 5 });
      await applyOne(hold);
      expect(await applyOne(post({ account: mine, hold: fresh('hold') }))).toEqual({ kind: 'no-hold' });
      expect(await applyOne(post({ account: mine, hold: hold.id }))).toEqual({ kind: 'no-hold' });
      expect((await subject().account(theirs))?.held).toBe(5);
    });

    test('under an id used before is a conflict, even when there is such a hold', async () => {
      const account = await makeAccount(subject());
      const hold = reserve({ account, amount: 5 });
      await applyOne(hold);
      expect(await applyOne(post({ account, id: hold.id, hold: hold.id }))).toEqual({ kind: 'conflict' });
    });

    test('by many at once ends a hold once', async () => {
      const account = await makeAccount(subject());
      const hold = reserve({ account, amount: 10 });
      await applyOne(hold);
      const writes = Array.from({ length: 8 }, () => post({ account, hold: hold.id, amount: 10 }));
      const results = await Promise.all(writes.map(applyOne));
      expect(results.filter((result) => result?.kind === 'applied')).toHaveLength(1);
      expect(await subject().account(account)).toMatchObject({ balance: -10, held: 0 });
    });
  });

  describe('void', () => {
    test('frees a hold and charges nothing', async () => {
      const account = await makeAccount(subject(), undefined, 1_000);
      const hold = reserve({ account, job: 2_000_000_022, amount: 300, impressions: 4 });
      const write = release({ account, job: 2_000_000_022, hold: hold.id });
      expect(await subject().apply([hold, write])).toEqual([applied, applied]);
      expect(await subject().account(account)).toMatchObject({ balance: 1_000, held: 0, holds: [] });
      expect((await subject().account(account))?.counters['demo']).toEqual({ impressions: 0, held: 0 });
      expect(await subject().entry(write.id)).toMatchObject({
        verb: 'void',
        amount: 0,
        impressions: 0,
        of: hold.id,
        job: 2_000_000_022,
        reason: 'cancelled',
      });
    });

    test('twice is known; after a post the hold is no longer there', async () => {
      const account = await makeAccount(subject());
      const [one, two] = [reserve({ account, amount: 1 }), reserve({ account, amount: 2 })];
      const write = release({ account, hold: one.id });
      expect(await subject().apply([one, two, write, write])).toEqual([applied, applied, applied, exists]);
      await applyOne(post({ account, hold: two.id, amount: 2 }));
      expect(await applyOne(release({ account, hold: two.id }))).toEqual({ kind: 'no-hold' });
      expect(await applyOne(post({ account, hold: one.id }))).toEqual({ kind: 'no-hold' });
    });

    test('of an unknown hold is refused and leaves no entry', async () => {
      const account = await makeAccount(subject());
      const write = release({ account, hold: fresh('hold') });
      expect(await applyOne(write)).toEqual({ kind: 'no-hold' });
      expect(await subject().entry(write.id)).toBeUndefined();
    });
  });

  describe('refund', () => {
    const posted = async (
      amount: number,
      impressions: number,
    ): Promise<{ account: string; posting: string }> => {
      const account = await makeAccount(subject());
      const hold = reserve({ account, job: 2_000_000_023, amount, impressions });
      const charge = post({ account, job: 2_000_000_023, hold: hold.id, amount, impressions });
      await subject().apply([hold, charge]);
      return { account, posting: charge.id };
    };

    test('gives money and impressions back and names printer and job of the posting', async () => {
      const { account, posting } = await posted(300, 4);
      const write = refund({ account, posting, amount: 300, impressions: 4 });
      expect(await applyOne(write)).toEqual(applied);
      expect(await subject().account(account)).toMatchObject({
        balance: 0,
        counters: { demo: { impressions: 0, held: 0 } },
      });
      expect(await subject().entry(write.id)).toEqual({
        id: write.id,
        digest: 'f',
        verb: 'refund',
        account,
        at: start,
        amount: 300,
        impressions: -4,
        printer: 'demo',
        job: 2_000_000_023,
        of: posting,
        reason: 'paper jam',
        by: 'root',
      });
    });

    test('in parts never gives back more than was posted, and says what is left', async () => {
      const { account, posting } = await posted(300, 4);
      expect(await applyOne(refund({ account, posting, amount: 200, impressions: 1 }))).toEqual(applied);
      const left = { kind: 'over-posting', amountLeft: 100, impressionsLeft: 3 };
      expect(await applyOne(refund({ account, posting, amount: 101 }))).toEqual(left);
      expect(await applyOne(refund({ account, posting, impressions: 4 }))).toEqual(left);
      expect(await applyOne(refund({ account, posting, amount: 100, impressions: 3 }))).toEqual(applied);
      expect(await applyOne(refund({ account, posting, amount: 1 }))).toEqual({
        kind: 'over-posting',
        amountLeft: 0,
        impressionsLeft: 0,
      });
      expect((await subject().account(account))?.balance).toBe(0);
    });

    test('repeated is given once', async () => {
      const { account, posting } = await posted(300, 4);
      const write = refund({ account, posting, amount: 300, impressions: 4 });
      expect(await subject().apply([write, write])).toEqual([applied, exists]);
      expect((await subject().account(account))?.balance).toBe(0);
    });

    test('asked for by many at once stays within the posting', async () => {
      const { account, posting } = await posted(300, 0);
      const writes = Array.from({ length: 8 }, () => refund({ account, posting, amount: 100 }));
      const results = await Promise.all(writes.map(applyOne));
      expect(results.filter((result) => result?.kind === 'applied')).toHaveLength(3);
      expect((await subject().account(account))?.balance).toBe(0);
    });

    test('of what is not a posting of this account is refused', async () => {
      const { account, posting } = await posted(300, 4);
      const other = await makeAccount(subject());
      const credit = grant({ account, amount: 5 });
      await applyOne(credit);
      expect(await applyOne(refund({ account, posting: fresh('post') }))).toEqual({ kind: 'no-posting' });
      expect(await applyOne(refund({ account, posting: credit.id }))).toEqual({ kind: 'no-posting' });
      expect(await applyOne(refund({ account: other, posting }))).toEqual({ kind: 'no-posting' });
    });
  });

  describe('apply', () => {
    test('answers one result a write; a refused one does not undo the others', async () => {
      const [one, two] = [await makeAccount(subject()), await makeAccount(subject())];
      const results = await subject().apply([
        grant({ account: one, amount: 10 }),
        grant({ account: fresh('nobody'), amount: 10 }),
        post({ account: two, hold: fresh('hold') }),
        grant({ account: two, amount: 20 }),
      ]);
      expect(results.map((result) => result.kind)).toEqual(['applied', 'no-account', 'no-hold', 'applied']);
      expect((await subject().account(one))?.balance).toBe(10);
      expect((await subject().account(two))?.balance).toBe(20);
    });

    test('of nothing answers nothing', async () => {
      expect(await subject().apply([])).toEqual([]);
    });
  });

  describe('entries', () => {
    test('come newest first, by account, job and verb, up to the limit', async () => {
      const account = await makeAccount(subject());
      const job = await subject().allocateJobIds(1);
      const credit = grant({ account, amount: 9, at: start + 1 });
      const hold = reserve({ account, job, amount: 3, at: start + 2 });
      const charge = post({ account, job, hold: hold.id, amount: 3, at: start + 3 });
      const back = refund({ account, posting: charge.id, amount: 1, at: start + 4 });
      for (const write of [credit, hold, charge, back]) await applyOne(write);
      const ids = async (filter: Parameters<ReturnType<Subject>['entries']>[0]): Promise<readonly string[]> =>
        (await subject().entries(filter)).map((entry) => entry.id);
      expect(await ids({ account, limit: 10 })).toEqual([back.id, charge.id, hold.id, credit.id]);
      expect(await ids({ account, limit: 2 })).toEqual([back.id, charge.id]);
      expect(await ids({ job, limit: 10 })).toEqual([back.id, charge.id, hold.id]);
      expect(await ids({ job, verb: 'post', limit: 10 })).toEqual([charge.id]);
      expect(await ids({ account, verb: 'grant', limit: 10 })).toEqual([credit.id]);
      expect(await ids({ account, job, verb: 'refund', limit: 10 })).toEqual([back.id]);
      expect(await ids({ account: fresh('nobody'), limit: 10 })).toEqual([]);
      expect(await ids({ limit: 1 })).toHaveLength(1);
    });

    test('an entry nobody wrote is not there', async () => {
      expect(await subject().entry(fresh('entry'))).toBeUndefined();
    });
  });
}
