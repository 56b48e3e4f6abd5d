import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import type { ServerProcess } from './server-process.ts';

export interface JobLine {
  readonly id: number;
  readonly state: string;
  readonly needsOperator: boolean;
  readonly reasons: readonly string[];
}

export interface HistoryLine {
  readonly job: number;
  readonly user: string;
  readonly action: string;
  readonly impressions: number;
  readonly amount: string;
}

const jobLines: z.ZodType<readonly JobLine[]> = z.array(
  z.object({ id: z.int(), state: z.string(), needsOperator: z.boolean(), reasons: z.array(z.string()) }),
);
const historyLines: z.ZodType<readonly HistoryLine[]> = z.array(
  z.object({ job: z.int(), user: z.string(), action: z.string(), impressions: z.int(), amount: z.string() }),
);
const userLine = z.object({
  balance: z.string(),
  held: z.string(),
  counters: z.array(z.object({ printer: z.string(), impressions: z.int(), held: z.int() })),
});

export async function openJobs(server: ServerProcess): Promise<readonly JobLine[]> {
  return jobLines.parse(await server.json('jobs'));
}

export async function historyOf(server: ServerProcess): Promise<readonly HistoryLine[]> {
  return historyLines.parse(await server.json('history'));
}

/** Waits until every job has ended or waits for the operator; answers the latter. */
export async function settled(server: ServerProcess, withinMs = 60_000): Promise<readonly JobLine[]> {
  for (let left = withinMs; left > 0; left -= 200) {
    const jobs = await openJobs(server);
    if (jobs.every(({ needsOperator }) => needsOperator)) return jobs;
    await delay(200);
  }
  throw new Error(`jobs do not end: ${JSON.stringify(await openJobs(server))}\n${server.stderr}`);
}

/** The operator ends whatever is in doubt. */
export async function resolveAll(server: ServerProcess, jobs: readonly JobLine[]): Promise<void> {
  for (const { id } of jobs) {
    const { code, stderr } = await server.cli('jobs', 'resolve', String(id), '--void');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  }
}

/** Nothing is held, and the wallet is what was granted less what the history says was printed. */
export async function expectBooksToBalance(
  server: ServerProcess,
  user: string,
  granted: number,
): Promise<void> {
  const account = userLine.parse(await server.json('users', 'show', user));
  const rows = (await historyOf(server)).filter((row) => row.user === user);
  const spent = rows.reduce((sum, { amount }) => sum + Number(amount), 0);
  const printed = rows.reduce((sum, { impressions }) => sum + impressions, 0);
  const counted = account.counters.reduce((sum, { impressions }) => sum + impressions, 0);
  expect({ held: account.held, balance: Number(account.balance), counted }).toEqual({
    held: '0.00',
    balance: granted - spent,
    counted: printed,
  });
  expect(account.counters.every(({ held }) => held === 0)).toBe(true);
  expect(new Set(rows.map(({ job }) => job)).size, 'one line a job').toBe(rows.length);
}
