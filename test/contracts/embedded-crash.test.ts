import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/jobs/index.ts';
import type { Account } from '../../src/model/account.ts';
import { openEmbeddedStore } from '../../src/storage/embedded/index.ts';
import { freePolicy, start } from './store/fixtures.ts';

/** Each round is one kill and one look at everything; PLATEN_SOAK runs for the long version. */
const rounds = process.env['PLATEN_SOAK'] === undefined ? 4 : 60;
const users = ['user-0', 'user-1', 'user-2'];
/** Longer than any history of these rounds. */
const all = 10_000_000;

const writer = new URL('store/crash-writer.ts', import.meta.url).pathname;
const loader = import.meta.resolve('tsx');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-crash-'));
  const store = await openEmbeddedStore({ folder });
  for (const name of users) await store.makeAccount({ name, policy: freePolicy, at: start });
  await store.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the writing process, kills it `afterMs` after its first line, and gives what it said. */
async function writeUntilKilled(round: number, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', loader, writer, folder, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const exited = once(child, 'exit');
  let killing: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    killing ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  await exited;
  return lines;
}

interface Said {
  readonly grants: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** Revision by job number. */
  readonly jobs: ReadonlyMap<number, number>;
}

function said(lines: readonly string[], sign: '+' | '='): Said {
  const [grants, numbers, jobs] = [new Set<string>(), new Set<number>(), new Map<number, number>()];
  for (const line of lines) {
    const [mark, kind, id = '', revision] = line.split(' ');
    if (mark !== sign) continue;
    if (kind === 'grant') grants.add(id);
    if (kind === 'number') numbers.add(Number(id));
    if (kind === 'job') jobs.set(Number(id), Number(revision));
  }
  return { grants, numbers, jobs };
}

/** Every figure of an account follows from its entries and holds. */
async function expectExact(store: Store, account: Account): Promise<void> {
  const entries = await store.entries({ account: account.name, limit: all });
  const total = (field: 'amount' | 'impressions'): number =>
    entries.reduce((sum, entry) => sum + entry[field], 0);
  expect(account.balance).toBe(total('amount'));
  expect(account.counters['demo']?.impressions ?? 0).toBe(total('impressions'));
  expect(account.held).toBe(account.holds.reduce((sum, hold) => sum + hold.amount, 0));
  expect(account.counters['demo']?.held ?? 0).toBe(
    account.holds.reduce((sum, hold) => sum + hold.impressions, 0),
  );
  const ended = new Set(
    entries.filter((entry) => entry.verb === 'post' || entry.verb === 'void').map(({ of }) => of),
  );
  const open = entries
    .filter((entry) => entry.verb === 'reserve' && !ended.has(entry.id))
    .map(({ id }) => id);
  expect(account.holds.map((hold) => hold.id).sort()).toEqual(open.sort());
}

/** A job and all that was committed with it: there together or not at all. */
async function expectWhole(store: Store, id: number, revision: number | undefined): Promise<void> {
  const entries = await store.entries({ job: id, limit: 10 });
  const verbs = entries.map((entry) => entry.verb).sort();
  const history = await store.history({ job: id, limit: 10 });
  const document = await store.document(id);
  const bonus = await store.entry(`job:${id}:bonus`);
  const end = id % 5 === 0 ? 'void' : 'post';
  if (revision === undefined)
    expect([verbs, history.length, document, bonus]).toEqual([[], 0, undefined, undefined]);
  if (revision === 1) {
    expect([verbs, history.length, document?.byteLength]).toEqual([['reserve'], 0, 10_240]);
    expect(bonus).toBeUndefined();
  }
  if (revision === 2) {
    expect([verbs, history.length, document]).toEqual([[end, 'reserve'].sort(), 1, undefined]);
    expect(bonus).toBeDefined();
  }
}

test(`a store that is killed at any moment keeps what it answered and nothing by halves (${rounds} times)`, {
  timeout: rounds * 60_000,
}, async () => {
  let numberMax = 0;
  let answers = 0;
  for (let round = 0; round < rounds; round++) {
    const afterMs = randomInt(1_500);
    const lines = await writeUntilKilled(round, afterMs);
    const [begun, answered] = [said(lines, '+'), said(lines, '=')];
    const store = await openEmbeddedStore({ folder });
    try {
      await store.recover();
      for (const name of users) await expectExact(store, (await store.account(name))!);
      for (const id of answered.grants) expect(await store.entry(id), `grant ${id}`).toBeDefined();
      for (const number of answered.numbers) expect(number).toBeGreaterThan(numberMax);
      for (const id of begun.jobs.keys()) {
        const revision = (await store.job(id))?.revision;
        expect(revision ?? 0, `job ${id}`).toBeGreaterThanOrEqual(answered.jobs.get(id) ?? 0);
        expect(revision ?? 0, `job ${id}`).toBeLessThanOrEqual(begun.jobs.get(id) ?? 0);
        await expectWhole(store, id, revision);
      }
      answers += answered.grants.size;
      numberMax = Math.max(numberMax, ...answered.numbers);
      expect(await store.allocateJobIds(1)).toBeGreaterThan(numberMax);
    } finally {
      await store.close();
    }
  }
  // A round may be killed before its first answer; not all of them.
  expect(answers).toBeGreaterThan(0);
});
