import type { Clock } from '../base/clock.ts';
import { type Actor, type Identity, isAsGood } from '../model/identity.ts';
import { isRunByCups, type Job, type Waits } from '../model/job.ts';
import type { PrinterSettings, ReleaseRule } from '../model/printer.ts';
import { say } from '../model/sentences/sentence.ts';
import { type Change, change } from './commit.ts';
import { judgeGivenUp } from './cups/end-verdict.ts';
import { endChange } from './cups/ending.ts';
import { waiting } from './cups/run.ts';
import type { Feed } from './feed.ts';
import { type AskedChange, impossible, notInDoubt, operatorOnly, whyUnresolvable } from './impossible.ts';
import type { JobBook } from './job-book.ts';
import { handleFrom, type JobHandle } from './job-handle.ts';
import type { Changed, JobEdit, JobProblem, JobView, Resolution } from './print-jobs.ts';
import type { Printers } from './printers.ts';
import type { Relaying } from './relaying.ts';
import { cancelled } from './steps/cancelled.ts';
import { settle } from './steps/settle.ts';
import {
  expiresAt,
  standingWith,
  stillWaiting,
  waitReasonsOf,
  withDelay,
  withHold,
  withoutHoldOnCreate,
} from './steps/waits.ts';
import type { Store } from './store.ts';
import { firstTurn, turnAfter } from './turn.ts';

export interface ChangingOptions {
  readonly store: Store;
  readonly book: JobBook;
  readonly printers: Printers;
  readonly feed: Feed;
  readonly relaying: Relaying;
  readonly clock: Clock;
  readonly view: (handle: JobHandle) => JobView;
}

type Decide = (job: Job) => Change | { readonly no: JobProblem };

/** What people do to jobs: cancel, hold, change, and the operator's resolve. */
export class Changing {
  readonly #options: ChangingOptions;

  constructor(options: ChangingOptions) {
    this.#options = options;
  }

  /** Works in every state. Once the job is being sent it is a request; what the device then says is what happened. */
  cancel(id: number, by: Actor): Promise<Changed> {
    const at = this.#options.clock.now();
    return this.#change(id, by, (job) => {
      const rules = this.#options.printers.get(job.printer)?.settings;
      return isWaitingForCups(job) && rules !== undefined
        ? cancelRun(job, by, rules, at)
        : cancelChange(job, by, at);
    });
  }

  /** Until somebody releases it, or as `editOf` says. */
  hold(id: number, by: Actor, editOf: (job: Job) => JobEdit = untilReleased): Promise<Changed> {
    return this.#edit(id, { by, editOf, what: 'held' });
  }

  /** What is asked for at the printer that holds all new jobs, once it does not any more; the others stay held. */
  async releaseHeldOnCreate(printer: string, by: Identity): Promise<void> {
    const { book, clock } = this.#options;
    const at = clock.now();
    const held = [...book.all()].filter(({ job }) => job.printer === printer && job.waits?.onCreate === true);
    for (const { job } of held) await this.#change(job.id, by, (current) => releaseOnCreate(current, at));
  }

  /** Puts a job that waits in front of all others of its device, or behind another one. */
  schedule(id: number, after: number | undefined, by: Actor): Promise<Changed> {
    if (!by.operator) return Promise.resolve({ kind: 'not-yours' });
    return this.#tellingOrder(id, () => this.#change(id, by, (job) => this.#scheduleChange(job, after)));
  }

  /** What a person may say otherwise of a job while it waits. */
  edit(id: number, by: Identity, editOf: (job: Job) => JobEdit): Promise<Changed> {
    return this.#tellingOrder(id, () => this.#edit(id, { by, editOf, what: 'changed' }));
  }

  /** Jobs go by priority, then by their turn. */
  async #tellingOrder(id: number, doing: () => Promise<Changed>): Promise<Changed> {
    const { book, feed } = this.#options;
    const before = book.get(id)?.job;
    const changed = await doing();
    if (changed.kind !== 'done' || before === undefined) return changed;
    const { printer, priority, turn } = changed.job.job;
    if (priority !== before.priority || turn !== before.turn) feed.printer(printer, 'queue-order');
    return changed;
  }

  #edit(id: number, { by, editOf, what }: Edit): Promise<Changed> {
    const at = this.#options.clock.now();
    return this.#change(id, by, (job) => {
      const waits = job.state === 'incoming' || job.state === 'held' || job.state === 'pending';
      if (!waits || job.needsOperator) return impossible(job, what);
      const rule = this.#options.printers.get(job.printer)?.settings.release;
      return { step: 'update', job: edited(job, editOf(job), { at, rule }) };
    });
  }

  #scheduleChange(job: Job, after: number | undefined): Change | { readonly no: JobProblem } {
    const { printers, relaying } = this.#options;
    const printer = printers.get(job.printer);
    if (job.state !== 'pending' || printer === undefined) return impossible(job, 'scheduled');
    const queue = relaying.queueOf(printer);
    const waiting = queue.waiting.map((handle) => handle.job).filter((other) => other.id !== job.id);
    const predecessor = waiting.find((other) => other.id === after);
    if (after !== undefined && queue.running?.job.id !== after && predecessor === undefined) {
      return { no: { kind: 'not-possible', message: say('other-device', { job: after }) } };
    }
    const turn = predecessor === undefined ? firstTurn(waiting) : turnAfter(predecessor, waiting);
    return { step: 'update', job: { turn, priority: turn.priority } };
  }

  /** The operator's word on a job in doubt. */
  resolve(id: number, how: Resolution, by: Actor): Promise<Changed> {
    const at = this.#options.clock.now();
    return this.#change(id, by, (job) => {
      if (!by.operator) return { no: { kind: 'not-yours' } };
      if (!job.needsOperator) return notInDoubt(job);
      const message = whyUnresolvable(job, how);
      return message === undefined
        ? resolveChange(job, how, by, at)
        : { no: { kind: 'not-possible', message } };
    });
  }

  async #change(id: number, by: Actor, decide: Decide): Promise<Changed> {
    const { store, book, view } = this.#options;
    const handle = book.get(id) ?? (await handleFrom(store, id));
    if (handle === undefined) return { kind: 'not-found' };
    if (!mayAct(handle.job, by)) return { kind: 'not-yours' };
    const result = await change<JobProblem>(store, handle, (current) =>
      current.state === 'ended' ? impossible(current, 'changed') : withWord(decide(current), by),
    );
    if (result.kind === 'no') return result.reason;
    follow(handle, this.#options);
    return { kind: 'done', job: view(handle) };
  }
}

/** Owner or operator. Whoever is nobody owns nothing, and a name that was proved is no one's who only claims it. */
export function mayAct({ owner }: Job, by: Identity): boolean {
  return by.operator || (by.name !== '' && by.name === owner.name && isAsGood(by.level, owner.level));
}

/** With what an operator says about it. */
export function withWord(decided: Change, by: Actor): Change;
export function withWord<Stopped>(
  decided: Change | { readonly no: Stopped },
  by: Actor,
): Change | { readonly no: Stopped };
export function withWord<Stopped>(
  decided: Change | { readonly no: Stopped },
  { operator, says }: Actor,
): Change | { readonly no: Stopped } {
  if ('no' in decided || !operator || says === undefined) return decided;
  return { ...decided, job: { ...decided.job, operatorMessage: says } };
}

/** Brings queue, counter and relay in line with what was committed. */
export function follow(handle: JobHandle, { relaying }: Pick<ChangingOptions, 'relaying'>): void {
  const { state, cancelRequested } = handle.job;
  relaying.dequeue(handle);
  if (state === 'pending') relaying.enqueue(handle);
  if (state === 'ended' || cancelRequested !== undefined) handle.stop?.abort();
  if (state === 'ended') relaying.forget(handle);
}

function releaseOnCreate(job: Job, at: number): Change {
  return { step: 'update', job: rewaiting(job, withoutHoldOnCreate(job.waits, at)) };
}

interface Edit {
  readonly by: Actor;
  readonly editOf: (job: Job) => JobEdit;
  /** What the job is to be, for the sentence that says why it cannot. */
  readonly what: AskedChange;
}

function untilReleased(): JobEdit {
  return { held: true };
}

interface EditRules {
  readonly at: number;
  readonly rule: ReleaseRule | undefined;
}

function edited(job: Job, { held, delayed, ...said }: JobEdit, { at, rule }: EditRules): Change['job'] {
  // A priority that is given later says when it is the job's turn, whatever an operator said before.
  const turn = said.priority === undefined ? {} : { turn: undefined };
  const { released } = job;
  const isSet = released !== undefined && said.attributes !== undefined;
  const rest = {
    ...said,
    ...turn,
    ...(isSet ? { released: { ...released, attributesSet: true as const } } : {}),
  };
  if (held === undefined && delayed === undefined) return rest;
  const undelayed = delayed === undefined ? job.waits : withDelay(job.waits, delayed, at);
  const waits = held === undefined ? undelayed : withHold(undelayed, held, at);
  // Where jobs are released in time or not at all, no other word may keep one for ever.
  const endless = (waits?.until === true || waits?.delay === true) && waits.expiresAt === undefined;
  const expires = endless && rule !== undefined && rule.by !== 'nobody';
  return { ...rest, ...rewaiting(job, expires ? { ...waits, expiresAt: expiresAt(rule, at) } : waits) };
}

/** The job with other waits; one that is not counted yet keeps its state, and says in its reasons what will keep it. */
export function rewaiting(job: Job, waits: Waits | undefined): Change['job'] {
  if (job.state === 'held' || job.state === 'pending') return standingWith(waits);
  const [own = 'job-incoming'] = job.reasons;
  return { waits, reasons: [own, ...waitReasonsOf(waits)] };
}

function cancelChange(job: Job, by: Identity, at: number): Change | { readonly no: JobProblem } {
  if (job.state === 'relaying') {
    return {
      step: 'update',
      job: { cancelRequested: { by: by.name, at }, reasons: ['processing-to-stop-point'] },
    };
  }
  if (isInDoubt(job)) {
    return { no: { kind: 'not-possible', message: operatorOnly(job) } };
  }
  return cancelled(job, by.name, at);
}

/** Its backend has run, and CUPS may run it again. */
function isWaitingForCups(job: Job): boolean {
  return isRunByCups(job) && job.attempts.length > 0 && !job.needsOperator && job.state !== 'relaying';
}

/** What its last run has printed is charged all the same. */
function cancelRun(job: Job, by: Identity, rules: PrinterSettings, at: number): Change {
  const given = { ...job, cancelRequested: { by: by.name, at } };
  return endChange(given, judgeGivenUp(given, rules), rules, at);
}

function resolveChange(job: Job, how: Resolution, by: Identity, at: number): Change {
  switch (how.kind) {
    case 'printed':
      return settle(job, {
        action: 'printed',
        impressions: how.impressions ?? 'quoted',
        overrun: true,
        reasons: ['job-completed-successfully'],
        evidence: [`Resolved as printed by ${by.name}.`],
        at,
      });
    case 'void':
      return settle(job, {
        action: 'failed',
        impressions: 0,
        overrun: false,
        reasons: ['aborted-by-system'],
        message: say('given-up'),
        evidence: [`Voided by ${by.name}.`],
        at,
      });
    case 'again':
      return {
        step: 'update',
        job: { ...sentAgain(job, at), needsOperator: false, ...waiting(job, undefined) },
      };
  }
}

/** A job that nobody has released yet waits on for that. */
function sentAgain(job: Job, at: number): Partial<Job> {
  const waits = stillWaiting(job.waits, at);
  if (waits !== undefined) return standingWith(waits);
  const message = say(isRunByCups(job) ? 'release-in-cups' : 'sent-again');
  return { ...standingWith(undefined), message };
}

/** What of it was printed nobody but an operator can say, so that nobody may end it in another way. */
export function isInDoubt(job: Job): boolean {
  return job.needsOperator && mayHaveLeft(job);
}

/** Whether a device may have got bytes of the job: an attempt that nobody saw end, or one that sent some. */
export function mayHaveLeft(job: Job): boolean {
  return job.attempts.some(({ octetsSent }) => octetsSent !== 0);
}
