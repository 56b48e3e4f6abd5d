import { join } from 'node:path';
import { expect } from 'vitest';
import type { Admin, HistoryLine, JobLine } from '../../src/admin/index.ts';
import { connectControl } from '../../src/control/index.ts';
import { readVersion } from '../../src/entry/installation.ts';
import type { ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export type Verdict = 'printed' | 'void' | 'again';

/** The books of a running server as administrators see them, without starting a program for every look. */
export class SiteBooks {
  readonly #server: ServerProcess;

  constructor(server: ServerProcess) {
    this.#server = server;
  }

  /** History rows of a user, newest first. */
  async rows(user: string): Promise<readonly HistoryLine[]> {
    const answer = await this.#ask((admin) => admin.history({ user }));
    if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    return answer.rows;
  }

  /** The same once there are so many. */
  async rowsOnce(user: string, count: number): Promise<readonly HistoryLine[]> {
    await until(`${count} rows of ${user}`, async () => (await this.rows(user)).length >= count, 30_000);
    return this.rows(user);
  }

  /** Jobs of a user that have not ended. */
  async open(user: string): Promise<readonly JobLine[]> {
    const answer = await this.#ask((admin) => admin.listJobs({ user }));
    if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
    return answer.jobs;
  }

  /** Waits until nothing of a user is left, or only what an operator has to decide; answers that. */
  async settled(user: string): Promise<readonly JobLine[]> {
    let open: readonly JobLine[] = [];
    await until(`the end of the jobs of ${user}`, async () => {
      open = await this.open(user);
      return open.every(({ needsOperator }) => needsOperator);
    });
    return open;
  }

  async resolve(job: number, kind: Verdict): Promise<void> {
    expect(await this.#ask((admin) => admin.resolveJob({ job, how: { kind } }))).toMatchObject({
      kind: 'done',
    });
  }

  /** Nothing is held; wallet and counters are what the history says; one row a job. Amounts in 1/10 000. */
  async expectBalance(user: string, granted = 0): Promise<void> {
    const answer = await this.#ask((admin) => admin.showUser({ user }));
    const rows = await this.rows(user);
    if (answer.kind !== 'done') {
      // Without an account nothing can have been charged.
      expect(rows.filter(({ amount }) => amount !== 0)).toEqual([]);
      return;
    }
    const { held, balance, counters } = answer.user;
    expect({ user, held, balance, counters: counters.filter((counter) => counter.held !== 0) }).toEqual({
      user,
      held: 0,
      balance: granted - sum(rows.map(({ amount }) => amount)),
      counters: [],
    });
    expect(sum(counters.map(({ impressions }) => impressions))).toBe(sum(rows.map((row) => row.impressions)));
    expect(new Set(rows.map(({ job }) => job)).size, 'one row a job').toBe(rows.length);
  }

  async #ask<Answer>(use: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const path = join(this.#server.folder, 'data', 'control.sock');
    const connection = await connectControl({ path, user: 'test', version: await readVersion() });
    if (connection === undefined) throw new Error('the server does not run');
    try {
      return await use(connection.admin);
    } finally {
      connection.close();
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
