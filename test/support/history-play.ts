import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { PrintServerError } from '../../src/base/fault.ts';
import type { UsersRule } from '../../src/config/index.ts';
import { createDocumentCounters, defaultCountLimits } from '../../src/documents/index.ts';
import {
  type JobView,
  openPrintJobs,
  type PrintJobs,
  type Resolution,
  type Submission,
} from '../../src/jobs/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { createMemoryStore } from '../../src/storage/memory/index.ts';
import {
  type Action,
  type History,
  type LifePlan,
  policies,
  printers,
  type Submit,
} from './history-actions.ts';
import { expectWithinLimit } from './history-books.ts';
import { CupsWorld, cupsPrinter } from './history-cups.ts';
import { DeviceWorld } from './history-device.ts';
import { bodyOf, ClientVanished, countersOf, inMemoryOctetsMax, textOf } from './history-documents.ts';
import { Life } from './history-life.ts';
import type { Played, Sent } from './history-played.ts';
import { cupsDevice, settingsOf } from './history-printers.ts';
import { person, requestOf } from './print-service.ts';

const opening = { alice: 120_000, bob: 200_000, carol: 50_000 } as const;
const newcomers: UsersRule = {
  unknown: 'create',
  template: { mode: 'balance', overdraft: 0, limits: {} },
  openingBalance: opening.carol,
  normalise: { case: 'lower', stripDomain: true, stripRealm: true },
};
const operator = person('root', true);
const real = createDocumentCounters(defaultCountLimits);
/** A job that is not ended by then never will be. */
const calmWithinMs = 20_000;
/** The operator's patience with one job. */
const againMax = 2;

/** Plays the history to its end, where the operator decides whatever is listed; then lets `check` look. */
export async function play(history: History, check: (played: Played) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-history-'));
  const player = new Player(history, folder);
  try {
    await player.run();
    player.throwSurprises();
    await check(player.played());
  } finally {
    player.cleanUp();
    await rm(folder, { recursive: true, force: true });
  }
}

class Player {
  readonly #history: History;
  readonly #folder: string;
  readonly #store = createMemoryStore();
  readonly #world: DeviceWorld;
  readonly #cups: CupsWorld;
  readonly #sent: Sent[] = [];
  readonly #jobs: number[] = [];
  readonly #bodies: Readable[] = [];
  readonly #saidPrinted = new Set<number>();
  readonly #saidAgain = new Map<number, number>();
  /** Errors that no client should ever see. */
  readonly #surprises: unknown[] = [];
  /** The clients of this life whose uploads stall vanish sooner or later. */
  #uploadsGivenUp = false;
  #lives = 0;
  #spool = '';

  constructor(history: History, folder: string) {
    this.#history = history;
    this.#folder = folder;
    this.#world = new DeviceWorld({ kind: history.device, plans: history.relays, truth: this.#store });
    this.#cups = new CupsWorld(this.#world);
  }

  played(): Played {
    return {
      history: this.#history,
      store: this.#store,
      world: this.#world,
      sent: this.#sent,
      saidPrinted: this.#saidPrinted,
      saidAgain: this.#saidAgain,
      orders: this.#cups.orders,
      spool: this.#spool,
    };
  }

  throwSurprises(): void {
    if (this.#surprises.length > 0) throw new AggregateError(this.#surprises, String(this.#surprises[0]));
  }

  cleanUp(): void {
    for (const body of this.#bodies) body.destroy();
  }

  async run(): Promise<void> {
    await this.#openAccounts();
    const { lives, faults } = this.#history;
    if (faults.length > 0) return this.#runWithFaults(lives);
    for (const plan of lives) await this.#live(plan);
    const last = await this.#begin();
    const jobs = await this.#open(last);
    await this.#calmDown(last, jobs);
  }

  /** One life through all of it: what a fault left undone must come right without a restart. */
  async #runWithFaults(lives: readonly LifePlan[]): Promise<void> {
    const life = await this.#begin(undefined, this.#history.faults);
    const jobs = await this.#open(life);
    life.faulty = true;
    for (const plan of lives) await this.#act(life, jobs, plan);
    life.faulty = false;
    await this.#calmDown(life, jobs);
  }

  async #openAccounts(): Promise<void> {
    for (const name of ['alice', 'bob'] as const) {
      const [policy] = policies;
      if (policy === undefined) throw new Error('no policy');
      const credit = { amount: opening[name], by: 'test' };
      await this.#store.makeAccount({ name, policy, at: 1, opening: credit });
    }
  }

  async #begin(crash?: LifePlan['crash'], faults: History['faults'] = []): Promise<Life> {
    this.#lives += 1;
    const spool = this.#spool === '' ? join(this.#folder, 'spool-1') : this.#spool;
    await mkdir(spool, { recursive: true });
    const heirSpool = join(this.#folder, `spool-${this.#lives + 1}`);
    this.#spool = spool;
    return new Life({ store: this.#store, spool, heirSpool, crash, faults });
  }

  #open(life: Life, without?: string): Promise<PrintJobs> {
    return openPrintJobs({
      store: life.store,
      counters: countersOf(real),
      printers: settingsOf(this.#history).filter(({ name }) => name !== without),
      openDevice: ({ name }) => (name === cupsPrinter ? cupsDevice : this.#world.connectedTo(life)),
      users: newcomers,
      spool: { folder: life.spool, inMemoryOctetsMax, freeOctetsMin: 0 },
      limits: { openJobsPerPrinterMax: 1_000, documentWaitMs: 60_000 },
      cups: { openAttemptMs: 40, retryWaitMs: 40 },
      clock: systemClock,
      log: quietLog,
      relay: true,
    });
  }

  async #live(plan: LifePlan): Promise<void> {
    const life = await this.#begin(plan.crash);
    const opening = this.#open(life, plan.without);
    const jobs = await Promise.race([opening, life.died.then(() => undefined)]);
    if (jobs !== undefined) {
      await this.#act(life, jobs, plan);
      if (plan.end === 'stop') await Promise.race([jobs.stop(0), life.died]);
    }
    life.die();
    this.#spool = join(this.#folder, `spool-${this.#lives + 1}`);
    // Only ends its timers: whoever is dead reaches nobody.
    await jobs?.stop(0);
  }

  async #act(life: Life, jobs: PrintJobs, { steps }: LifePlan): Promise<void> {
    const running: Promise<void>[] = [];
    const unanswered = new Set<Action>();
    for (const { action, awaited } of steps) {
      unanswered.add(action);
      const done = this.#do(life, jobs, action)
        .catch((error: unknown) => {
          if (!life.dead && !isExpected(error)) this.#surprises.push(error);
        })
        .finally(() => unanswered.delete(action));
      running.push(done);
      const stalls = 'body' in action && action.body === 'stalled';
      await Promise.race([awaited && !stalls ? done : delay(0), life.died]);
      if (life.dead) return;
      await expectWithinLimit(this.#store, 'alice');
    }
    const survives = this.#history.faults.length > 0;
    if (survives) this.#giveUpUploads();
    await Promise.race([Promise.all(running), delay(survives ? calmWithinMs : 50), life.died]);
    if (survives && unanswered.size > 0)
      throw new Error(`never answered: ${JSON.stringify([...unanswered])}`);
  }

  async #do(life: Life, jobs: PrintJobs, action: Action): Promise<void> {
    switch (action.kind) {
      case 'print':
      case 'create': {
        await this.#submit(life, jobs, action);
        return;
      }
      case 'cups':
      case 'cups again': {
        await this.#cupsRun(life, jobs, action);
        return;
      }
      case 'cancel':
      case 'cancel document':
      case 'hold':
      case 'release':
        await this.#change(jobs, action);
        return;
      case 'resolve': {
        await this.#resolve(jobs, this.#pick(action.which), action.how);
        return;
      }
      case 'pause':
      case 'resume':
        await jobs[action.kind](action.printer);
        return;
      case 'policy': {
        await this.#putPolicy(action.user, action.policy);
        return;
      }
      case 'wait':
        await delay(action.milliseconds);
    }
  }

  async #submit(life: Life, jobs: PrintJobs, submit: Submit): Promise<void> {
    const number = this.#sent.length + 1;
    const wishes = submit.kind === 'print' ? [submit.document] : [submit.document, ...submit.further];
    const texts = wishes.map((wish) => textOf(wish, number));
    const sent: Sent = { number, user: submit.user, texts, heard: 'nothing' };
    this.#sent.push(sent);
    try {
      const answer = await (submit.kind === 'print'
        ? this.#print(jobs, submit, texts.join())
        : this.#create(jobs, submit, sent));
      if (life.dead || answer === undefined) return;
      if (answer.kind === 'refused') sent.heard = 'refused';
      if (answer.kind !== 'accepted') return;
      sent.heard = 'accepted';
      sent.job = answer.job.job.id;
      this.#jobs.push(answer.job.job.id);
    } catch (error) {
      if (!life.dead) sent.heard = 'a fault';
      throw error;
    }
  }

  async #cupsRun(
    life: Life,
    jobs: PrintJobs,
    action: Extract<Action, { kind: 'cups' | 'cups again' }>,
  ): Promise<void> {
    if (action.kind === 'cups again') {
      await this.#cups.again(life, jobs, action.which, action.run);
      return;
    }
    const { user, document, run } = action;
    const number = this.#sent.length + 1;
    const text = textOf(document, number);
    this.#sent.push({ number, user, texts: [text], heard: 'nothing' });
    const id = await this.#cups.print(life, jobs, { user, text, run });
    if (id !== undefined) this.#jobs.push(id);
  }

  #print(jobs: PrintJobs, submit: Submit, text: string): Promise<Submission> {
    return jobs.print(request(submit), this.#body(submit, text));
  }

  /** undefined: nobody has said anything about the document. */
  async #create(jobs: PrintJobs, submit: Submit, sent: Sent): Promise<Submission | undefined> {
    const created = await jobs.create(request(submit));
    if (created.kind === 'refused') return created;
    const { id } = created.job.job;
    sent.job = id;
    this.#jobs.push(id);
    const { identity, answer } = request(submit);
    const closing = { identity, answer, last: true };
    if (submit.then === 'close without') {
      await jobs.deliver(id, closing);
      return undefined;
    }
    const last = submit.then === 'last';
    const [text = '', ...before] = sent.texts.toReversed();
    for (const each of before.toReversed()) {
      const body = this.#body({ ...submit, body: 'whole' }, each);
      const delivered = await jobs.deliver(id, { ...closing, last: false, body, format: 'text/plain' });
      if (delivered.kind !== 'accepted') return delivered;
    }
    const body = this.#body(submit, text);
    const delivered = await jobs.deliver(id, { ...closing, last, body, format: 'text/plain' });
    if (last || delivered.kind !== 'accepted') return delivered;
    return submit.then === 'close' ? jobs.deliver(id, closing) : undefined;
  }

  #body(submit: Submit, text: string): Readable {
    const body = bodyOf(text, submit.body);
    // Nobody may have begun to read it by the time it is destroyed.
    body.on('error', () => undefined);
    this.#bodies.push(body);
    if (this.#uploadsGivenUp && submit.body === 'stalled') body.destroy(new ClientVanished());
    return body;
  }

  #giveUpUploads(): void {
    this.#uploadsGivenUp = true;
    for (const body of this.#bodies) body.destroy(new ClientVanished());
  }

  async #change(
    jobs: PrintJobs,
    action: Extract<Action, { kind: 'cancel' | 'cancel document' | 'hold' | 'release' }>,
  ): Promise<void> {
    const id = this.#pick(action.which);
    const job = await this.#store.job(id);
    if (job === undefined) return;
    const by = action.operator ? operator : job.owner;
    if (action.kind === 'cancel document') await jobs.cancelDocument(id, action.number, by);
    else if (action.kind !== 'release') await jobs[action.kind](id, by);
    else await jobs.release(id, by, action.at === undefined ? {} : { printer: action.at });
  }

  async #resolve(jobs: PrintJobs, id: number, how: Resolution): Promise<void> {
    // Said, whether anybody heard it or not.
    if (how.kind === 'again') this.#saidAgain.set(id, (this.#saidAgain.get(id) ?? 0) + 1);
    if (how.kind === 'printed') this.#saidPrinted.add(id);
    const answer = await jobs.resolve(id, how, operator);
    if (answer.kind !== 'not-possible') return;
    // It was never judged; or nobody counted it, and the operator has looked how many there are.
    const judged = (await this.#store.job(id))?.quote !== undefined;
    if (judged && how.kind === 'printed') await jobs.resolve(id, { ...how, impressions: 1 }, operator);
    else await jobs.resolve(id, { kind: 'void' }, operator);
  }

  #pick(which: number): number {
    return this.#jobs[which % Math.max(1, this.#jobs.length)] ?? 0;
  }

  /** An administrator beside the server. */
  async #putPolicy(name: string, number: number): Promise<void> {
    const account = await this.#store.account(name);
    const policy = policies[name === 'alice' ? 0 : number];
    if (account === undefined || policy === undefined) return;
    const { policyRevision: expectedPolicyRevision } = account;
    await this.#store.putPolicy({ name, policy, expectedPolicyRevision });
  }

  /** Everything works from now on, and the operator decides what is listed, until nothing is left. */
  async #calmDown(life: Life, jobs: PrintJobs): Promise<void> {
    this.#world.calm = true;
    const until = systemClock.now() + calmWithinMs;
    for (;;) {
      for (const name of [...printers, cupsPrinter]) await jobs.resume(name);
      const nothingOwed = await this.#cups.calm(life, jobs);
      const left = await jobs.jobs({ which: 'open', limit: 1_000 });
      if (left.length === 0 && nothingOwed) break;
      if (systemClock.now() > until) {
        throw new Error(`never ended: ${JSON.stringify(left.map(({ job: { ticket: _, ...job } }) => job))}`);
      }
      for (const view of left) await this.#end(jobs, view);
      await delay(3);
    }
    await jobs.stop(1_000);
    life.die();
  }

  async #end(jobs: PrintJobs, { job }: JobView): Promise<void> {
    const { verdicts } = this.#history;
    const { id } = job;
    if (job.needsOperator) {
      const wanted = verdicts[id % verdicts.length] ?? { kind: 'void' };
      const tired = wanted.kind === 'again' && (this.#saidAgain.get(id) ?? 0) >= againMax;
      await this.#resolve(jobs, id, tired ? { kind: 'void' } : wanted);
    } else if (job.state === 'held') await jobs.release(id, operator);
    else if (job.state === 'incoming' || this.#cups.isCancelled(job)) await jobs.cancel(id, operator);
  }
}

function isExpected(error: unknown): boolean {
  if (error instanceof ClientVanished) return true;
  if (!(error instanceof PrintServerError)) return false;
  return error.code === 'store-unreachable' || error.code === 'store-outcome-unknown';
}

function request(submit: Submit): ReturnType<typeof requestOf> {
  const { user, printer, held, priority, copies, impatient, lateRefusal } = submit;
  return requestOf(user, {
    printer,
    held,
    priority,
    ticket: { ...plainTicket, copies },
    answer: { withinMs: impatient ? 1 : 2_000, lateRefusal },
  });
}
