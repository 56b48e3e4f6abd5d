import { Lanes } from '../base/lanes.ts';
import { type Actor, type Identity, type IdentityLevel, isAsGood } from '../model/identity.ts';
import type { Job, Release } from '../model/job.ts';
import type { PrinterSettings } from '../model/printer.ts';
import type { Quote } from '../model/quote.ts';
import { byPrecedence, type Refusal } from '../model/refusal.ts';
import { joined, say, type Words } from '../model/sentences/sentence.ts';
import type { Accounts } from './accounts.ts';
import { type ChangingOptions, follow, mayAct, rewaiting, withWord } from './changing.ts';
import { changeAnew, type DecisionAnew } from './changing-anew.ts';
import { type Change, change } from './commit.ts';
import { impossible, notPossible, operatorOnly } from './impossible.ts';
import { handleFrom, type JobHandle } from './job-handle.ts';
import { isPin, wrongPinsMax } from './pin.ts';
import type { JobPassword, JobProblem, ReleaseArgs, Released } from './print-jobs.ts';
import type { Printer } from './printers.ts';
import { quoteElsewhere, refusalsElsewhere, ticketFor } from './steps/elsewhere.ts';
import { type Reservation, reserveAnew } from './steps/reserve.ts';
import { standingWith } from './steps/waits.ts';

export interface ReleasingOptions extends ChangingOptions {
  readonly accounts: Accounts;
}

type Stopped = JobProblem | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Lets held jobs go: at their own printer, or at another one that their printer names. */
export class Releasing {
  readonly #options: ReleasingOptions;
  /** Releases of one job come one after the other, so that nobody tries many PINs of it at once. */
  readonly #lanes = new Lanes<number>();

  constructor(options: ReleasingOptions) {
    this.#options = options;
  }

  async release(id: number, by: Actor, how: ReleaseArgs): Promise<Released> {
    return this.#lanes.run(id, async () => {
      const { store, book, view } = this.#options;
      const handle = book.get(id) ?? (await handleFrom(store, id));
      if (handle === undefined) return { kind: 'not-found' };
      if (!mayAct(handle.job, by)) return { kind: 'not-yours' };
      const target = this.#targetOf(handle.job, by, how);
      if (isStopped(target)) return target;
      const wrong = await this.#checkPin(handle, how.pin);
      if (wrong !== undefined) return wrong;
      const { printer } = handle.job;
      const stopped =
        target === undefined ? await this.#let(handle, by) : await this.#move(handle, target, by);
      if (stopped !== undefined) return stopped;
      if (handle.job.printer !== printer) book.moved(handle, printer);
      follow(handle, this.#options);
      return { kind: 'done', job: view(handle) };
    });
  }

  /** Where else it is to be printed; undefined: at its own printer. */
  #targetOf(
    job: Job,
    by: Identity,
    { printer: name = job.printer }: ReleaseArgs,
  ): Printer | Stopped | undefined {
    const { printers } = this.#options;
    if (job.needsOperator) return notPossible(operatorOnly(job));
    if (!isHeld(job)) return impossible(job, 'released').no;
    const own = printers.get(job.printer);
    if (own === undefined) return undefined;
    const { release } = own.settings;
    if (job.waits?.release === true && !by.operator) {
      if (release.by === 'operator')
        return notAllowed(say('release-operator-only', { printer: job.printer }));
      const { levels = own.settings.identity.levels } = release;
      if (!isKnownWell(by, levels)) return notAllowed(tooWeak(job.printer, levels, by));
    }
    if (name === job.printer)
      return own.device.kind === 'release' ? notPossible(sayWhere(job, release.at)) : undefined;
    // What is not counted yet has no price anywhere else.
    if (job.state !== 'held') return impossible(job, 'released').no;
    const target = printers.get(name);
    if (target === undefined || !release.at.includes(name))
      return notPossible(
        joined([say('release-not-there', { job: job.id, printer: name }), sayWhere(job, release.at)]),
      );
    return closedTo(target, by) ?? target;
  }

  /** Its printer's price was agreed to when it was accepted. */
  async #let(handle: JobHandle, by: Actor): Promise<Stopped | undefined> {
    const released = this.#releaseBy(by);
    const result = await change<JobProblem>(this.#options.store, handle, (job) => {
      if (job.needsOperator) return { no: notPossible(operatorOnly(job)) };
      if (!isHeld(job)) return impossible(job, 'released');
      return withWord({ step: 'update', job: { ...rewaiting(job, undefined), released } }, by);
    });
    return result.kind === 'no' ? result.reason : undefined;
  }

  /** Quotes and reserves anew, in place of what was reserved. */
  async #move(handle: JobHandle, target: Printer, by: Actor): Promise<Stopped | undefined> {
    const at = this.#now();
    const printer = target.settings.name;
    return changeAnew<Stopped>(this.#options, handle, (job, payer): DecisionAnew<Stopped> => {
      // Another may have released or ended it, or the configuration of its printer may say otherwise now.
      const checked = this.#targetOf(job, by, { printer });
      if (checked === undefined) return impossible(job, 'released');
      if (isStopped(checked)) return { no: checked };
      const refusals = refusalsElsewhere(job, target);
      if (refusals.length > 0) return { no: { kind: 'refused', refusals: byPrecedence(refusals) } };
      const quoted = quoteElsewhere(job, { printer: target, payer });
      if (quoted.kind === 'refused') return { no: { kind: 'refused', refusals: [quoted.refusal] } };
      const { quote } = quoted;
      const plan = reserveAnew({ job, payer, printer, quote, at, reason: 'released elsewhere' });
      if (plan.kind === 'again') return { no: plan };
      if (plan.kind === 'refused') return { no: { kind: 'refused', refusals: byPrecedence(plan.refusals) } };
      const { reservation } = plan;
      const released = this.#releaseBy(by);
      return { change: withWord(moved(job, { target, quote, reservation, released }), by), quote };
    });
  }

  async #checkPin(handle: JobHandle, given: JobPassword | undefined): Promise<Stopped | undefined> {
    const { id, waits } = handle.job;
    const pin = waits?.pin;
    if (pin === undefined) return undefined;
    if (given === undefined) return notAllowed(say('pin-needed', { job: id }));
    if (pin.wrong >= wrongPinsMax) return notAllowed(tooOften(id));
    const right = await isPin(pin, given);
    if (right === undefined)
      return notAllowed(say('pin-encryption', { job: id, encryption: pin.encryption }));
    if (right) return undefined;
    await change<'gone'>(this.#options.store, handle, (job) => {
      const current = job.waits;
      return isHeld(job) && current?.pin !== undefined
        ? {
            step: 'update',
            job: { waits: { ...current, pin: { ...current.pin, wrong: current.pin.wrong + 1 } } },
          }
        : { no: 'gone' };
    });
    const left = wrongPinsMax - (handle.job.waits?.pin?.wrong ?? wrongPinsMax);
    return notAllowed(left > 0 ? say('pin-wrong', { job: id, left }) : tooOften(id));
  }

  #releaseBy({ name, level }: Identity): Release {
    return { by: name, level, at: this.#now() };
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

/** Whether something keeps it from its device, or will once its documents are here and counted. */
function isHeld({ state, waits }: Job): boolean {
  return state === 'held' || (waits !== undefined && (state === 'incoming' || state === 'counting'));
}

/** Whether a job that waits may be released at this other printer. */
export function mayBeReleasedAt(
  { state, needsOperator }: Job,
  own: { readonly settings: PrinterSettings } | undefined,
  printer: string,
): boolean {
  return state === 'held' && !needsOperator && own?.settings.release.at.includes(printer) === true;
}

interface Move {
  readonly target: Printer;
  readonly quote: Quote;
  readonly reservation: Reservation;
  readonly released: Release;
}

function moved(job: Job, { target, quote, reservation, released }: Move): Change {
  return {
    step: 'update',
    job: {
      ...standingWith(undefined),
      ...(reservation.warnings.length === 0 ? {} : { message: joined(reservation.warnings) }),
      printer: target.settings.name,
      releasedFrom: job.releasedFrom ?? job.printer,
      ticket: ticketFor(job.ticket, target.description.capabilities),
      quote,
      released,
      hold: reservation.hold,
      ...(reservation.account === undefined ? {} : { account: reservation.account }),
    },
    ledger: reservation.ledger,
  };
}

/** Whoever stands before a printer that prints nothing wants to hear it, and nobody wants it to print hours later. */
function closedTo({ settings, standing }: Printer, by: Identity): Stopped | undefined {
  const { name, identity } = settings;
  if (standing.paused || standing.shutDown) return notPossible(say('release-stopped', { printer: name }));
  if (standing.disabled) return notPossible(say('release-closed', { printer: name }));
  if (by.operator || isKnownWell(by, identity.levels)) return undefined;
  return notAllowed(tooWeak(name, identity.levels, by));
}

/** As well as by one of them at least: whoever has typed a password may release where a claimed name is enough. */
function isKnownWell({ level }: Identity, levels: readonly IdentityLevel[]): boolean {
  return levels.some((least) => isAsGood(level, least));
}

function tooWeak(printer: string, levels: readonly string[], { level }: Identity): Words {
  return say('release-too-weak', { printer, levels, level });
}

function sayWhere(job: Job, at: readonly string[]): Words {
  return at.length === 0
    ? say('release-only-at', { printer: job.printer })
    : say('release-where', { job: job.id, printers: at.join(', ') });
}

function tooOften(id: number): Words {
  return say('pin-too-often', { wrong: wrongPinsMax, job: id });
}

function notAllowed(message: Words): JobProblem {
  return { kind: 'not-allowed', message };
}

function isStopped(value: Printer | Stopped | undefined): value is Stopped {
  return value !== undefined && 'kind' in value;
}
