import { assert } from '../../base/fault.ts';
import { Lanes } from '../../base/lanes.ts';
import { type AdapterEnd, type AdapterJob, keyText } from '../../model/adapter.ts';
import type { Job } from '../../model/job.ts';
import { impressionsMax } from '../../model/money.ts';
import type { Refusal, RefusalKind } from '../../model/refusal.ts';
import { change } from '../commit.ts';
import type { IncomingDocument } from '../incoming-document.ts';
import { type Candidate, handleOf, type JobHandle } from '../job-handle.ts';
import type { JobRequest } from '../print-jobs.ts';
import type { Printer } from '../printers.ts';
import type { Received } from '../steps/receive.ts';
import type { RefusedJob } from '../steps/refuse.ts';
import type { Submitting, SubmittingOptions } from '../submitting.ts';
import type { CupsAnswer, CupsAsk, CupsJobs, RunName } from './cups-jobs.ts';
import type { Ending } from './ending.ts';
import { asRefused, copiesByOf, requestOf } from './request.ts';
import { type RunStart, runStarted, withEnd } from './run.ts';
import { hasPrinted, isSame, standingOf } from './standing.ts';

export interface CupsServiceOptions extends SubmittingOptions {
  readonly submitting: Submitting;
  readonly ending: Ending;
}

/** The jobs of one key that are looked through for a run that was told of before; a job is hardly printed so often. */
const runsMax = 1_000;
/** Another node that takes the same run at the same time wins once; then its run is seen. */
const racesMax = 5;

/** What an account may have against a job is asked of a new one alone: the reservation of an old one goes on. */
const waivedForOld: readonly RefusalKind[] = [
  'unknown-user',
  'account-blocked',
  'over-quota',
  'over-balance',
];

/** From the question of an adapter to a job whose backend may run, or the reasons against it. */
export class CupsService implements CupsJobs {
  readonly #options: CupsServiceOptions;
  /** Questions about one job of CUPS are decided one after the other. */
  readonly #lanes = new Lanes<string>();

  constructor(options: CupsServiceOptions) {
    this.#options = options;
  }

  async submit(ask: CupsAsk, body: IncomingDocument): Promise<CupsAnswer> {
    const { submitting, store, printers } = this.#options;
    const request = requestOf(ask);
    const switchedOff = this.#switchedOff(ask);
    if (switchedOff !== undefined) return switchedOff;
    const received = await submitting.receive(request);
    const printer = printers.get(ask.printer);
    const [last] = await store.cupsJobs(keyText(ask.call), 1);
    const known =
      last !== undefined && (last.state !== 'ended' || (ask.call.rerun === true && hasPrinted(last)));
    if (printer === undefined || (received.kind === 'refused' && !mayGoOn(received, ask.call, known))) {
      return received.kind === 'refused'
        ? submitting.refusedAtDoor(asRefused(request, ask.call), received)
        : stopped(ask.printer);
    }
    const spooled = await this.#spool({ ask, request, received, printer }, body);
    if ('kind' in spooled) return spooled;
    try {
      return await this.#lanes.run(keyText(ask.call), () => this.#decide(ask.call, spooled));
    } catch (error) {
      // The adapter is told that something is wrong, and comes again with its document.
      this.#discard(spooled);
      throw error;
    }
  }

  async end({ job: id, uuid, attempt }: RunName, end: AdapterEnd): Promise<'settled' | 'not-found'> {
    const { store, book, ending, clock } = this.#options;
    const known = book.get(id);
    const job = known?.job ?? (await store.job(id));
    if (job?.uuid !== uuid || attempt < 1 || attempt > job.attempts.length) return 'not-found';
    if (job.state === 'ended') return 'settled';
    const handle = known ?? handleOf(job);
    await ending.conclude(handle, attempt, (current) =>
      current.attempts[attempt - 1]?.backend === undefined
        ? withEnd(current, attempt, end, clock.now())
        : undefined,
    );
    return 'settled';
  }

  /** Held, not put off: CUPS gives up what is put off, and an operator may take his time. */
  #switchedOff({ call, printer: name }: CupsAsk): CupsAnswer | undefined {
    const printer = this.#options.printers.get(name);
    if (printer === undefined || call.printed !== undefined) return undefined;
    const { paused, disabled, shutDown } = printer.standing;
    return paused || disabled || shutDown ? stopped(name) : undefined;
  }

  async #spool(received: ReceivedAsk, body: IncomingDocument): Promise<Candidate | CupsAnswer> {
    const { submitting } = this.#options;
    const { ask, request, printer } = received;
    const { call } = ask;
    const offline = offlineOf(call);
    const handle = await submitting.draft(request, offline?.at);
    const payer =
      received.received.kind === 'received'
        ? received.received.receipt.payer
        : // Asked again when it comes to it.
          ({ kind: 'refused', refusal: firstOf(received.received) } as const);
    const receipt = { printer: printerFor(printer, call), payer };
    const format = call.finalContentType ?? call.contentType;
    const spooled = await submitting.spool(handle, receipt, { body, format });
    if (spooled.kind === 'candidate') {
      return offline === undefined ? spooled.candidate : { ...spooled.candidate, offline };
    }
    return this.#refuse(call, handle, spooled);
  }

  async #decide(call: AdapterJob, candidate: Candidate): Promise<CupsAnswer> {
    for (let race = 0; race < racesMax; race += 1) {
      const runs = await this.#options.store.cupsJobs(keyText(call), runsMax);
      const answer = await this.#decideNow(call, candidate, runs);
      if (answer !== 'taken') return answer;
    }
    assert(false, `the run of ${keyText(call)} was always taken by another`);
  }

  async #decideNow(
    call: AdapterJob,
    candidate: Candidate,
    runs: readonly Job[],
  ): Promise<CupsAnswer | 'taken'> {
    const { offline } = candidate;
    const [{ document, count }] = candidate.documents;
    const told = offline === undefined ? undefined : runs.find((run) => hasRun(run, offline));
    if (told !== undefined) return this.#book(candidate, this.#handle(told), call);
    // The newest, unless an operator lets an older one print again.
    const stored = runs.find((run) => isAwaited(run, document.ref.digest)) ?? runs[0];
    if (stored === undefined) return this.#fresh(call, candidate, 1);
    const last = this.#handle(stored);
    const now = { ...document.ref, source: call.source, offline: offline !== undefined };
    const same = await isSame(last.job, now, () => count);
    switch (standingOf(last.job, { isSameDocument: same, isRerun: call.rerun === true })) {
      case 'fresh':
        return this.#fresh(call, candidate, (stored.cups?.run ?? 0) + 1);
      case 'held':
        if (offline === undefined && call.relay !== true) {
          this.#discard(candidate);
          return { kind: 'held', job: last.job };
        }
        return this.#goOn(call, candidate, last);
      case 'continued':
        return this.#goOn(call, candidate, last);
      case 'printed':
        this.#discard(candidate);
        return { kind: 'booked', job: last.job.id };
    }
  }

  /** The same reservation, another run. */
  async #goOn(call: AdapterJob, candidate: Candidate, last: JobHandle): Promise<CupsAnswer | 'taken'> {
    const { store, clock } = this.#options;
    if (call.relay === true) {
      this.#discard(candidate);
      return { kind: 'relayed', job: last.job.id };
    }
    const start = candidate.offline ?? { at: clock.now() };
    const result = await change<'ended'>(store, last, (job) =>
      job.state === 'ended' ? { no: 'ended' } : { step: 'start', job: runStarted(job, start) },
    );
    // Settled by another between the look and the start: look again.
    if (result.kind !== 'done') return 'taken';
    if (candidate.offline !== undefined) return this.#book(candidate, last, call);
    this.#discard(candidate);
    return { kind: 'started', job: last.job, attempt: last.job.attempts.length };
  }

  async #fresh(call: AdapterJob, candidate: Candidate, run: number): Promise<CupsAnswer | 'taken'> {
    const { submitting } = this.#options;
    const { handle } = candidate;
    if (handle.job.cups !== undefined) handle.job = { ...handle.job, cups: { ...handle.job.cups, run } };
    const judged = await submitting.judging.judgeCounted(candidate);
    switch (judged.kind) {
      case 'taken':
        return 'taken';
      case 'refused':
        return this.#refuse(call, handle, judged);
      case 'accepted':
      case 'gone':
        break;
    }
    const { job } = handle;
    if (call.relay === true) return { kind: 'relayed', job: job.id };
    if (candidate.offline !== undefined) return this.#book(candidate, handle, call);
    return job.state === 'relaying'
      ? { kind: 'started', job, attempt: job.attempts.length }
      : { kind: 'held', job };
  }

  async #refuse(call: AdapterJob, handle: JobHandle, refused: Refused): Promise<CupsAnswer> {
    handle.job = asRefused(handle.job, call);
    await this.#options.submitting.judging.noteRefusal(handle, refused);
    return { kind: 'refused', refusals: refused.refusals };
  }

  /** Ends the run of a job that had printed before we were told. */
  async #book(candidate: Candidate, handle: JobHandle, { printed }: AdapterJob): Promise<CupsAnswer> {
    const { ending } = this.#options;
    this.#discard(candidate);
    const { offline } = candidate;
    if (offline === undefined || printed === undefined) return { kind: 'booked', job: handle.job.id };
    const end = { ...printed, terminated: printed.terminated ?? false };
    const number = handle.job.attempts.findIndex((attempt) => isRun(attempt, offline)) + 1;
    await ending.conclude(handle, number, (job) => {
      const attempt = job.attempts[number - 1];
      return attempt === undefined || attempt.backend !== undefined
        ? undefined
        : withEnd(job, number, end, offline.at);
    });
    return { kind: 'booked', job: handle.job.id };
  }

  #handle(stored: Job): JobHandle {
    return this.#options.book.get(stored.id) ?? handleOf(stored);
  }

  /** The document is not needed: it was accepted before, or CUPS has it. */
  #discard({ handle, documents: [{ document }] }: Candidate): void {
    if (handle.job.revision > 0) return;
    handle.stop?.abort();
    delete handle.candidate;
    this.#options.relaying.dropFile(document.ref);
  }
}

interface ReceivedAsk {
  readonly ask: CupsAsk;
  readonly request: JobRequest;
  readonly received: Received;
  readonly printer: Printer;
}

type Refused = Omit<RefusedJob, 'at'>;
type RefusedAtDoor = Extract<Received, { kind: 'refused' }>;

/** What has printed already cannot be refused any more; the reservation of an old job does not ask the account again. */
function mayGoOn({ refusals }: RefusedAtDoor, { printed }: AdapterJob, known: boolean): boolean {
  if (printed !== undefined) return refusals.every(({ kind }) => !cannotBook.includes(kind));
  return known && refusals.every(({ kind }) => waivedForOld.includes(kind));
}

/** It comes again later: the journal of the adapter keeps it. */
const cannotBook: readonly RefusalKind[] = [
  'unknown-printer',
  'wrong-way',
  'shutting-down',
  'store-away',
  'disk-full',
];

function firstOf({ refusals }: RefusedAtDoor): Refusal {
  const [first] = refusals;
  assert(first !== undefined, 'a job was refused without a reason');
  return first;
}

function offlineOf({ printed }: AdapterJob): RunStart | undefined {
  return printed === undefined ? undefined : { at: printed.at, offline: true };
}

function isAwaited({ state, document }: Job, digest: string): boolean {
  return state === 'pending' && document?.digest === digest;
}

function hasRun({ attempts }: Job, start: RunStart): boolean {
  return attempts.some((attempt) => isRun(attempt, start));
}

function isRun(attempt: Job['attempts'][number], { at }: RunStart): boolean {
  return attempt.offline === true && attempt.startedAt === at;
}

/** The printer as it counts this job; of what has printed already only what a person has to say is left open. */
function printerFor(printer: Printer, call: AdapterJob): Printer {
  const { settings } = printer;
  const counting = { ...printer, copiesBy: copiesByOf(call, printer.copiesBy) };
  if (call.printed === undefined) return counting;
  const asks = settings.unknownCount.kind === 'deny' || settings.unknownCount.kind === 'hold';
  return {
    ...counting,
    settings: {
      ...settings,
      jobImpressionsMax: impressionsMax,
      unknownCount: asks ? { kind: 'device' } : settings.unknownCount,
    },
  };
}

function stopped(printer: string): CupsAnswer {
  return { kind: 'paused', message: `An operator has stopped the printer ${printer} for a while.` };
}
