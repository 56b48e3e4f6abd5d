import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Post, Reserve } from '../src/accounting/index.ts';
import type { Store, Transition } from '../src/jobs/index.ts';
import type { HistoryRow, Job } from '../src/model/job.ts';
import { plainTicket } from '../src/model/ticket.ts';
import { openEmbeddedStore } from '../src/storage/embedded/index.ts';

/**
 * What a job costs in the embedded store alone: accept (10 KB document, hold), start and finish (posting, history,
 * document gone), each durable before the next: `tsx bench/store.ts [jobs] [folder]`.
 */
const jobs = Number(process.argv[2] ?? 10_000);
const parent = process.argv[3] ?? tmpdir();

const document = new Uint8Array(10_240).map((_, index) => (index * 31) % 251);
const at = 1_793_491_200_000;

function jobOf(id: number, user: string): Job {
  return {
    id,
    uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    revision: 1,
    printer: 'demo',
    owner: { name: user, level: 'claimed', proof: '127.0.0.1', operator: false },
    name: `report-${id}.pdf`,
    ticket: plainTicket,
    attributes:
      'AQEAAgAAAAFHABJhdHRyaWJ1dGVzLWNoYXJzZXQABXV0Zi04SAAbYXR0cmlidXRlcy1uYXR1cmFsLWxhbmd1YWdlAAJlbg==',
    priority: 50,
    state: 'pending',
    reasons: [],
    needsOperator: false,
    document: {
      place: 'record',
      file: '',
      octets: 10_240,
      digest: 'x'.repeat(43),
      format: 'application/pdf',
    },
    count: {
      kind: 'counted',
      format: 'application/pdf',
      pages: 2,
      runs: [{ first: 1, last: 2, media: 'iso_a4_210x297mm', colour: false }],
      confidence: 'exact',
      source: 'page tree, walked',
      evidence: ['2 pages by the page tree', 'no colour operators seen'],
    },
    quote: {
      impressions: 2,
      sheets: 2,
      colour: 0,
      amount: 1_000,
      prices: { job: 0, impression: 500, sheet: 0, colour: 0 },
      evidence: ['2 × 0.05 an impression'],
    },
    account: user,
    hold: `job:${id}:hold`,
    attempts: [],
    submittedAt: at,
    acceptedAt: at,
  };
}

async function oneJob(store: Store, id: number, user: string): Promise<number> {
  const job = jobOf(id, user);
  const began = performance.now();
  const account = await store.account(user);
  const hold: Reserve = {
    verb: 'reserve',
    id: `job:${id}:hold`,
    digest: 'd'.repeat(22),
    account: user,
    at,
    job: id,
    printer: 'demo',
    amount: 1_000,
    impressions: 2,
    policyRevision: account?.policyRevision ?? 0,
    guards: [
      { field: 'debt', atMost: 0 },
      { field: 'impressions', printer: 'demo', atMost: 1_000_000_000 },
    ],
  };
  await commit(store, {
    id: `job:${id}:1`,
    step: 'accept',
    change: job,
    expectedRevision: 0,
    ledger: [hold],
    document,
  });
  const accepted = performance.now() - began;
  const started: Job = {
    ...job,
    revision: 2,
    state: 'relaying',
    startedAt: at,
    attempts: [{ number: 1, device: 'file:///out', startedAt: at }],
  };
  await commit(store, { id: `job:${id}:2`, step: 'start', change: started, expectedRevision: 1, ledger: [] });
  const charge: Post = {
    verb: 'post',
    id: `job:${id}:post`,
    digest: 'd'.repeat(22),
    account: user,
    at,
    job: id,
    hold: hold.id,
    amount: 1_000,
    impressions: 2,
    overrun: false,
    reason: 'printed',
  };
  const history: HistoryRow = {
    job: id,
    at,
    user,
    level: 'claimed',
    printer: 'demo',
    action: 'printed',
    impressions: 2,
    sheets: 2,
    colour: 0,
    amount: 1_000,
    reasons: [],
    name: job.name,
    format: 'application/pdf',
    octets: 10_240,
    evidence: ['2 pages by the page tree', '2 × 0.05 an impression'],
  };
  const ended: Job = {
    ...started,
    revision: 3,
    state: 'ended',
    endedAt: at,
    settlement: {
      action: 'printed',
      impressions: 2,
      sheets: 2,
      colour: 0,
      amount: 1_000,
      evidence: ['the count'],
    },
  };
  await commit(store, {
    id: `job:${id}:3`,
    step: 'finish',
    change: ended,
    expectedRevision: 2,
    ledger: [charge],
    document: 'remove',
    history,
  });
  return accepted;
}

async function commit(store: Store, transition: Transition): Promise<void> {
  const result = await store.commit(transition);
  if (result.kind !== 'done') throw new Error(`${transition.step} of ${transition.id}: ${result.kind}`);
}

async function run(clients: number, count: number): Promise<void> {
  const folder = await mkdtemp(join(parent, 'platen-bench-'));
  const store = await openEmbeddedStore({ folder });
  const user = 'alice';
  const policy = { mode: 'balance', overdraft: 0, limits: {} } as const;
  await store.makeAccount({ name: user, policy, at });
  await store.apply([
    {
      verb: 'grant',
      id: 'grant',
      digest: 'g',
      account: user,
      at,
      amount: 1_000_000_000,
      reason: '',
      by: 'bench',
    },
  ]);
  let next = 1;
  let left = 0;
  const latencies: number[] = [];
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const id = next++;
      latencies.push(await oneJob(store, id, user));
    }
  };
  const spell = async (spellJobs: number): Promise<void> => {
    left = spellJobs;
    await Promise.all(Array.from({ length: clients }, client));
  };
  await spell(Math.min(1_500, count));
  latencies.length = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await spell(count);
  const seconds = (performance.now() - began) / 1_000;
  const used = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const at_ = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2);
  process.stdout.write(
    `clients ${clients}: ${Math.round(count / seconds)} jobs/s, CPU ${(used.user / 1_000 / count).toFixed(3)} + ${(used.system / 1_000 / count).toFixed(3)} ms a job, ` +
      `accept p50 ${at_(0.5)} p99 ${at_(0.99)} max ${at_(0.999999)} ms, RSS ${Math.round(process.memoryUsage.rss() / 1e6)} MB\n`,
  );
  await store.close();
  await rm(folder, { recursive: true });
}

for (const [clients, share] of [
  [1, 0.2],
  [16, 1],
  [64, 1],
] as const)
  await run(clients, Math.round(jobs * share));
