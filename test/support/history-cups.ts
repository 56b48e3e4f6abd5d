import { Readable } from 'node:stream';
import { PrintServerError } from '../../src/base/fault.ts';
import type { PrintJobs, RunName } from '../../src/jobs/index.ts';
import type { AdapterEnd, AdapterJob, AdapterPrinted } from '../../src/model/adapter.ts';
import { keyText } from '../../src/model/adapter.ts';
import type { Job } from '../../src/model/job.ts';
import { cupsJob } from './cups-adapter.ts';
import type { DeviceWorld } from './history-device.ts';
import { pagesIn } from './history-documents.ts';
import type { Life } from './history-life.ts';

/** The printer whose jobs a cupsd beside the server prints. */
export const cupsPrinter = 'hall';

export const backendEnds = [
  'prints',
  'fails',
  'breaks',
  'retries',
  'holds',
  'killed',
  'stopped',
  'cancelled',
] as const;

/** One run of the adapter for a job of CUPS. */
export interface CupsRun {
  readonly backend: (typeof backendEnds)[number];
  /** The backend tells the pages of what it prints. */
  readonly counts: boolean;
  /** Where the server is away: prints, and writes it into the journal. */
  readonly open: boolean;
  /** The adapter dies there: cupsd takes the job for printed, and nobody tells anything. */
  readonly dies: 'never' | 'asked' | 'allowed' | 'printed';
  /** cupsd dies before it hears of the end, and starts the job again by itself. */
  readonly unheard: boolean;
  readonly turns: number;
}

interface PaperJob {
  readonly call: AdapterJob;
  readonly text: string;
  /** How often somebody wanted it on paper. */
  orders: number;
  state: 'open' | 'completed' | 'cancelled';
  /** cupsd starts it by itself. */
  isRerun: boolean;
  /** More runs at once would be more than CUPS has. */
  running: 'no' | 'asks' | 'prints';
}

/** What the server has still to hear. */
type Owed =
  | { readonly kind: 'end'; readonly run: RunName; readonly end: AdapterEnd }
  | { readonly kind: 'print'; readonly job: PaperJob; readonly call: AdapterJob; readonly arrived: number };

/** A cupsd with adapters and their journal: they live on when the server dies. */
export class CupsWorld {
  readonly #world: DeviceWorld;
  readonly #jobs: PaperJob[] = [];
  /** Questions of adapters that are dead: the server answers nobody. */
  readonly #unheard = new Set<Promise<unknown>>();
  #journal: Owed[] = [];
  #asks = 0;

  constructor(world: DeviceWorld) {
    this.#world = world;
  }

  /** Orders by key. */
  get orders(): ReadonlyMap<string, number> {
    return new Map(this.#jobs.map(({ call, orders }) => [keyText(call), orders]));
  }

  /** A new job; answers the job of ours, when there is one. */
  print(
    life: Life,
    jobs: PrintJobs,
    what: { user: string; text: string; run: CupsRun },
  ): Promise<number | undefined> {
    const { user, text, run } = what;
    const call = cupsJob({ user, queue: cupsPrinter, job: this.#jobs.length + 1 });
    const job: PaperJob = { call, text, orders: 1, state: 'open', isRerun: false, running: 'no' };
    this.#jobs.push(job);
    return this.#run(life, jobs, { job, run });
  }

  /** CUPS tries again, or its owner restarts what has printed. */
  async again(life: Life, jobs: PrintJobs, which: number, run: CupsRun): Promise<number | undefined> {
    const job = this.#jobs[which % Math.max(1, this.#jobs.length)];
    if (job === undefined || job.state === 'cancelled' || job.running === 'asks') return undefined;
    if (job.running === 'prints') job.isRerun = true;
    else if (job.state === 'completed') {
      job.orders += 1;
      job.isRerun = false;
    }
    job.state = 'open';
    return this.#run(life, jobs, { job, run });
  }

  /** Tells what is in the journal, as every run does first. */
  async replay(life: Life, jobs: PrintJobs): Promise<void> {
    for (const owed of [...this.#journal]) {
      const isTold =
        owed.kind === 'end' ? await this.#tellEnd(life, jobs, owed) : await this.#tellPrint(life, jobs, owed);
      if (!isTold) return;
      this.#journal = this.#journal.filter((other) => other !== owed);
    }
  }

  /** Of what is cancelled in CUPS nothing comes any more; the operator ends it here too. */
  isCancelled({ cups }: Job): boolean {
    return this.#jobs.some(({ call, state }) => keyText(call) === cups?.key && state === 'cancelled');
  }

  /** Prints what waits with the server for CUPS to come again; answers whether nothing is owed any more. */
  async calm(life: Life, jobs: PrintJobs): Promise<boolean> {
    await this.replay(life, jobs);
    const open = await jobs.jobs({ which: 'open', limit: 1_000 });
    const waiting = new Set(
      open.flatMap(({ job }) => (job.state === 'pending' ? (job.cups?.key ?? []) : [])),
    );
    for (const [which, { call }] of this.#jobs.entries())
      if (waiting.has(keyText(call))) await this.again(life, jobs, which, calmRun);
    return this.#journal.length === 0 && this.#unheard.size === 0;
  }

  async #run(life: Life, jobs: PrintJobs, { job, run }: Running): Promise<number | undefined> {
    job.running = 'asks';
    try {
      await this.replay(life, jobs);
      // What it has printed before is not in the books yet: its adapter takes the server for away.
      if (this.#journal.some((owed) => owed.kind === 'print' && owed.job === job)) {
        if (run.open) await this.#printOpen({ job, run }, this.#callOf(job));
        return undefined;
      }
      return await this.#ask(life, jobs, { job, run });
    } finally {
      job.running = 'no';
    }
  }

  async #ask(life: Life, jobs: PrintJobs, { job, run }: Running): Promise<number | undefined> {
    const call = this.#callOf(job);
    const asked = this.#submit(life, jobs, { call, text: job.text });
    if (run.dies === 'asked') {
      const over = asked.catch(() => undefined).finally(() => this.#unheard.delete(over));
      this.#unheard.add(over);
      job.state = 'completed';
      return undefined;
    }
    const answer = await asked;
    if (answer === 'down') {
      if (run.open) await this.#printOpen({ job, run }, call);
      return undefined;
    }
    if (answer.kind === 'booked') this.#heard(job, { ...run, unheard: false });
    if (answer.kind !== 'started') return answer.kind === 'held' ? answer.job.id : undefined;
    const { id, uuid } = answer.job;
    if (run.dies === 'allowed') job.state = 'completed';
    else {
      job.running = 'prints';
      const { end, arrived } = endOf(run, job.text);
      await pass(run.turns);
      if (arrived > 0) this.#deliver(id, answer.attempt, { text: job.text, arrived });
      await pass(run.turns);
      if (run.dies === 'printed') job.state = 'completed';
      else {
        const owed = { kind: 'end', run: { job: id, uuid, attempt: answer.attempt }, end } as const;
        if (!(await this.#tellEnd(life, jobs, owed))) this.#journal.push(owed);
        this.#after(job, run);
      }
    }
    return id;
  }

  #callOf({ call, isRerun }: PaperJob): AdapterJob {
    this.#asks += 1;
    return { ...call, ask: `ask-${this.#asks}`, ...(isRerun ? { rerun: true as const } : {}) };
  }

  async #printOpen({ job, run }: Running, call: AdapterJob): Promise<void> {
    const { end, arrived } = endOf(run, job.text);
    const at = 1_700_000_000_000 + this.#asks;
    const printed: AdapterPrinted = { ...end, at, exit: end.exit ?? 1 };
    await pass(run.turns);
    this.#journal.push({ kind: 'print', job, call: { ...call, printed }, arrived });
    this.#after(job, run);
  }

  /** What cupsd makes of the end of a run. */
  #after(job: PaperJob, run: CupsRun): void {
    if (run.backend === 'cancelled') job.state = 'cancelled';
    else if (run.backend === 'stopped') job.isRerun = true;
    else if (run.backend === 'prints') this.#heard(job, run);
    else job.isRerun = run.unheard;
  }

  #heard(job: PaperJob, run: CupsRun): void {
    job.isRerun = run.unheard;
    if (!run.unheard) job.state = 'completed';
  }

  #deliver(job: number, attempt: number, { text, arrived }: { text: string; arrived: number }): void {
    this.#world.deliveries.push({ job, attempt, text, arrived, denied: false });
  }

  async #tellEnd(
    life: Life,
    jobs: PrintJobs,
    { run, end }: Extract<Owed, { kind: 'end' }>,
  ): Promise<boolean> {
    return (await orDown(life, jobs.cups.end(run, end))) !== 'down';
  }

  async #tellPrint(
    life: Life,
    jobs: PrintJobs,
    { job, call, arrived }: Extract<Owed, { kind: 'print' }>,
  ): Promise<boolean> {
    const answer = await this.#submit(life, jobs, { call, text: job.text });
    if (answer === 'down' || answer.kind !== 'booked') return false;
    if (arrived > 0) this.#deliver(answer.job, 0, { text: job.text, arrived });
    return true;
  }

  #submit(life: Life, jobs: PrintJobs, { call, text }: { call: AdapterJob; text: string }) {
    const { user } = call;
    const identity = { name: user, level: 'trusted-server', proof: 'cups', operator: false } as const;
    return orDown(
      life,
      jobs.cups.submit({ call, printer: cupsPrinter, identity }, Readable.from([Buffer.from(text)])),
    );
  }
}

interface Running {
  readonly job: PaperJob;
  readonly run: CupsRun;
}

const calmRun: CupsRun = {
  backend: 'prints',
  counts: true,
  open: false,
  dies: 'never',
  unheard: false,
  turns: 0,
};

async function pass(turns: number): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A server that died, or has no store, is away. */
async function orDown<Answer>(life: Life, asked: Promise<Answer>): Promise<Answer | 'down'> {
  try {
    return await Promise.race([asked, life.died.then(() => 'down' as const)]);
  } catch (error) {
    if (error instanceof PrintServerError && error.code.startsWith('store-')) return 'down';
    throw error;
  }
}

function endOf(
  { backend, counts }: CupsRun,
  text: string,
): { readonly end: AdapterEnd; readonly arrived: number } {
  const half = Math.ceil(text.length / 2);
  switch (backend) {
    case 'prints': {
      const pages = counts ? { pages: pagesIn(text) } : {};
      return { end: { exit: 0, terminated: false, ...pages }, arrived: text.length };
    }
    case 'fails':
      return { end: { exit: 1, terminated: false, octets: 0 }, arrived: 0 };
    case 'breaks':
      return { end: { exit: 1, terminated: false }, arrived: half };
    case 'retries':
      return { end: { exit: 6, terminated: false }, arrived: half };
    case 'holds':
      return { end: { exit: 3, terminated: false }, arrived: 0 };
    case 'killed':
      return { end: { signal: 'SIGKILL', terminated: false }, arrived: half };
    case 'stopped':
      return { end: { signal: 'SIGTERM', terminated: true }, arrived: half };
    case 'cancelled':
      return { end: { signal: 'SIGTERM', terminated: true, cancelled: true }, arrived: half };
  }
}
