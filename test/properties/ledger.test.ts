import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry, LedgerWrite } from '../../src/accounting/index.ts';
import type { Store } from '../../src/jobs/index.ts';
import type { Account } from '../../src/model/account.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/index.ts';
import { createMemoryStore } from '../../src/storage/memory/index.ts';
import {
  type LedgerStep,
  ledgerHistory,
  limits,
  names,
  policyOf,
  transitionWith,
  writeOf,
} from '../support/history-ledger.ts';
import { ReferenceLedger, sum, withoutZeros } from '../support/history-reference-ledger.ts';
import { isSoak, seed } from '../support/history-seed.ts';

/** Longer than any history. */
const all = 1_000_000;

/** Everything of a store that is compared, the oldest entry first. */
interface Books {
  readonly entries: readonly LedgerEntry[];
  readonly accounts: ReadonlyMap<string, Account>;
}

type Reopen = (store: Store) => Promise<Store>;

type Make = Extract<LedgerStep, { kind: 'make' }>;

/** A store and the reference, driven with the same writes and compared after each. */
class Comparison {
  readonly #reference = new ReferenceLedger();
  readonly #reopen: Reopen;
  #store: Store;
  #entries: readonly LedgerEntry[] = [];
  #at = 0;

  constructor(store: Store, reopen: Reopen) {
    this.#store = store;
    this.#reopen = reopen;
  }

  async run(history: readonly LedgerStep[]): Promise<void> {
    for (const account of ['alice', 'bob', 'carol']) {
      await this.#step({ kind: 'make', account, policy: 3, opening: 0 });
    }
    for (const step of history) {
      this.#at += 1;
      await this.#step(step);
      const books = await this.#look();
      await this.#expectSameBooks(books);
      this.#expectInvariants(books);
    }
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #step(step: LedgerStep): Promise<void> {
    switch (step.kind) {
      case 'apply':
        return this.#apply(step.drafts.map((draft) => writeOf(draft, this.#reference, this.#at)));
      case 'unknown': {
        const writes = step.drafts.map((draft) => writeOf(draft, this.#reference, this.#at));
        await this.#apply(writes);
        return this.#apply(writes);
      }
      case 'twice':
        return this.#applyTwice(writeOf(step.draft, this.#reference, this.#at));
      case 'together':
        return this.#commit(step.drafts.map((draft) => writeOf(draft, this.#reference, this.#at)));
      case 'make':
        return this.#makeAccount(step);
      case 'policy':
        return this.#putPolicy(step);
      case 'remove': {
        const expected = this.#reference.remove(step.account);
        expect(await this.#store.removeAccount(step.account)).toBe(expected);
        return;
      }
      case 'reopen':
        this.#store = await this.#reopen(this.#store);
    }
  }

  async #apply(writes: readonly LedgerWrite[]): Promise<void> {
    const expected = writes.map((write) => this.#reference.apply(write));
    expect(await this.#store.apply(writes)).toEqual(expected);
  }

  async #applyTwice(write: LedgerWrite): Promise<void> {
    const expected = [this.#reference.apply(write), this.#reference.apply(write)];
    const answers = await Promise.all([this.#store.apply([write]), this.#store.apply([write])]);
    expect(new Set(answers.flat())).toEqual(new Set(expected));
  }

  /** One commit, sent again as by somebody who did not hear the answer. */
  async #commit(writes: readonly LedgerWrite[]): Promise<void> {
    const job = await this.#store.allocateJobIds(1);
    const transition = transitionWith(writes, job, this.#at);
    const results = this.#reference.together(transition.ledger);
    const refused = results.some(({ kind }) => kind !== 'applied' && kind !== 'exists');
    const expected = refused ? { kind: 'refused', results } : { kind: 'done' };
    expect(await this.#store.commit(transition)).toEqual(expected);
    expect(await this.#store.commit(transition)).toEqual(expected);
    expect((await this.#store.job(job)) === undefined).toBe(refused);
  }

  /** The entry of an opening balance has an id of the store's own making. */
  async #makeAccount({ account: name, policy: wish, opening: amount }: Make): Promise<void> {
    const policy = policyOf(name, wish);
    const expected = this.#reference.makeAccount(name, policy);
    const opening = amount === 0 ? undefined : { amount, by: 'root' };
    const answer = await this.#store.makeAccount({ name, policy, at: this.#at, opening });
    expect(answer).toBe(expected);
    if (answer === 'exists' || opening === undefined) return;
    const [entry] = await this.#store.entries({ account: name, limit: 1 });
    const grant = {
      verb: 'grant',
      account: name,
      at: this.#at,
      reason: 'opening balance',
      ...opening,
    } as const;
    this.#reference.apply({ ...grant, id: entry?.id ?? '', digest: entry?.digest ?? '' });
  }

  async #putPolicy(step: Extract<LedgerStep, { kind: 'policy' }>): Promise<void> {
    const { account: name, stale } = step;
    const policy = policyOf(name, step.policy);
    const expectedPolicyRevision = (this.#reference.book(name)?.revision ?? 0) + (stale ? 1 : 0);
    const expected = this.#reference.putPolicy(name, policy, expectedPolicyRevision);
    const change = { name, policy, expectedPolicyRevision };
    expect(await this.#store.putPolicy(change)).toBe(expected);
  }

  async #look(): Promise<Books> {
    const [entries, ...accounts] = await Promise.all([
      this.#store.entries({ limit: all }),
      ...names.map((name) => this.#store.account(name)),
    ]);
    return {
      entries: entries.toReversed(),
      accounts: new Map(accounts.flatMap((account) => (account ? [[account.name, account]] : []))),
    };
  }

  async #expectSameBooks({ entries, accounts }: Books): Promise<void> {
    for (const name of names) {
      const account = accounts.get(name);
      const figures = account && {
        policyRevision: account.policyRevision,
        balance: account.balance,
        held: account.held,
        counters: withoutZeros(account.counters),
      };
      expect(figures, name).toEqual(this.#reference.figures(name));
    }
    expectSame(entries, this.#reference.entries);
    const last = entries.at(-1);
    if (last !== undefined) expect(await this.#store.entry(last.id)).toEqual(last);
  }

  /** What must hold whatever the reference says. */
  #expectInvariants({ entries, accounts }: Books): void {
    // Entries are only added.
    expectSame(entries.slice(0, this.#entries.length), this.#entries);
    this.#entries = entries;
    expectNothingTwice(entries);
    for (const name of ['alice', 'bob']) {
      const own = entries.filter(({ account }) => account === name);
      expect(accounts.get(name)?.balance).toBe(sum(own.map(({ amount }) => amount)));
    }
    const [alice, bob] = [accounts.get('alice'), accounts.get('bob')];
    const [posted, granted] = partition(entries.filter(({ account }) => account === 'alice'));
    expect((alice?.held ?? 0) + posted).toBeLessThanOrEqual(
      granted + limits.overdraft + this.#reference.overruns('alice').amount,
    );
    const { demo = { impressions: 0, held: 0 } } = bob?.counters ?? {};
    expect(demo.impressions + demo.held).toBeLessThanOrEqual(
      limits.impressions + this.#reference.overruns('bob').impressions,
    );
  }
}

/** `toEqual` of a long list takes most of a history's time; it is only needed to say what differs. */
function expectSame(entries: readonly LedgerEntry[], expected: readonly LedgerEntry[]): void {
  if (!isDeepStrictEqual(entries, expected)) expect(entries).toEqual(expected);
}

/** What was taken, and what was granted or given back. */
function partition(entries: readonly LedgerEntry[]): readonly [posted: number, granted: number] {
  const posted = entries.filter(({ verb }) => verb === 'post');
  const granted = entries.filter(({ verb }) => verb !== 'post');
  return [0 - sum(posted.map(({ amount }) => amount)), sum(granted.map(({ amount }) => amount))];
}

/** A hold ends once, a job is posted at most once, and no more is given back than was taken. */
function expectNothingTwice(entries: readonly LedgerEntry[]): void {
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  const ended = entries.flatMap(({ verb, of }) => (verb === 'post' || verb === 'void' ? (of ?? []) : []));
  expect(new Set(ended).size).toBe(ended.length);
  const postings = entries.filter(({ verb }) => verb === 'post');
  expect(new Set(postings.map(({ job }) => job)).size).toBe(postings.length);
  for (const posting of postings) {
    const refunds = entries.filter(({ verb, of }) => verb === 'refund' && of === posting.id);
    expect(sum(refunds.map(({ amount }) => amount))).toBeLessThanOrEqual(0 - posting.amount);
    expect(0 - sum(refunds.map(({ impressions }) => impressions))).toBeLessThanOrEqual(posting.impressions);
  }
}

/** Runs the history on a file of its own. */
async function runEmbedded(history: readonly LedgerStep[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-ledger-'));
  try {
    const comparison = new Comparison(await openEmbeddedStore({ folder }), async (store) => {
      await store.close();
      return openEmbeddedStore({ folder });
    });
    await comparison.run(history).finally(() => comparison.close());
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function runMemory(history: readonly LedgerStep[]): Promise<void> {
  const comparison = new Comparison(createMemoryStore(), (store) => Promise.resolve(store));
  await comparison.run(history);
}

describe(`a random history of the ledger (PLATEN_SEED=${seed})`, () => {
  const timeout = isSoak ? 3_600_000 : 60_000;
  const memory = isSoak ? 20_000 : 200;
  const embedded = isSoak ? 300 : 3;

  test(`keeps the books of the memory store right: ${memory} runs`, { timeout }, async () => {
    await fc.assert(fc.asyncProperty(ledgerHistory(60), runMemory), { seed, numRuns: memory });
  });

  test(`keeps the books of the embedded store right, closed and reopened: ${embedded} runs`, {
    timeout,
  }, async () => {
    await fc.assert(fc.asyncProperty(ledgerHistory(40), runEmbedded), { seed, numRuns: embedded });
  });
});
