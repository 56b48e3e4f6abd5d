import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../base/fault.ts';
import { ownProcess } from '../base/process-name.ts';
import { type AdapterEnd, type AdapterJob, adapterPaths, keyText } from '../model/adapter.ts';
import type { ServerDownRule } from '../model/adapter-settings.ts';
import { fieldsOf } from '../model/adapter-settings.ts';
import { isCancelledInCups } from './cups-job-state.ts';
import type { PrintData } from './document.ts';
import { cupsExits, exitOfRun } from './exit-codes.ts';
import type { JournalEntry } from './journal.ts';
import { againPauseMs, endMs, terminatedTellMs } from './limits.ts';
import { whyNotOpen } from './open-limits.ts';
import type { RunContext } from './run-context.ts';
import { ask } from './server-line.ts';
import { type RunningBackend, startWrapped } from './wrapped-backend.ts';

/** Runs the backend for a job that is in the books as being printed, and tells how it ended. */
export async function printAllowed(context: RunContext, data: PrintData, attempt: string): Promise<number> {
  const running = start(context, data);
  const told = tellBeforeTheKill(context, attempt, running);
  const end = await endOf(context, running);
  await told.orElse(() => tellEnd(context, attempt, end));
  return await exitAfter(context, end);
}

/** Prints without having been able to ask: only what the journal will tell. */
export async function printOpen(context: RunContext, data: PrintData, rule: ServerDownRule): Promise<number> {
  const { journal, settings, job, status, now } = context;
  const at = now();
  let finish: Awaited<ReturnType<typeof journal.openPrint>>;
  try {
    const entries = journal.entries();
    // cupsd alone does not know that it has printed.
    if (job.rerun === true && entries.some((entry) => hasPrinted(entry, job))) return cupsExits.ok;
    const lines = entries.flatMap((entry) =>
      entry.kind === 'print' ? [{ user: entry.job.user, at: entry.at, octets: entry.octets }] : [],
    );
    const request = { user: job.user, octets: data.octets, now: at, lines };
    const why = whyNotOpen(request, rule, settings.journal);
    if (why !== undefined) return closed(context, why);
    finish = await journal.openPrint(job, data, { at, by: ownProcess() });
  } catch (error) {
    return closed(context, `the journal cannot be written (${messageOf(error)})`);
  }
  const end = await endOf(context, start(context, data));
  const { exit, ...rest } = end;
  try {
    // Without a status it did not end well: CUPS' word for that is 1.
    finish({ at, exit: exit ?? cupsExits.failed, ...rest });
  } catch (error) {
    status.say('WARNING', `The end of the job could not be written down (${messageOf(error)}).`);
  }
  return await exitAfter(context, end);
}

function hasPrinted(entry: JournalEntry, job: AdapterJob): boolean {
  if (entry.job === undefined || keyText(entry.job) !== keyText(job)) return false;
  const end = entry.kind === 'print' ? entry.printed : entry.end;
  return end?.exit === cupsExits.ok && end.terminated !== true;
}

function closed({ status }: RunContext, why: string): number {
  status.say('WARNING', `Not printed without the print server: ${why}`);
  status.say(
    'WARNING',
    'The print server that keeps the accounts cannot be reached; the job is tried again.',
  );
  return cupsExits.retry;
}

/** Whatever comes of it, the exit code of the job stays: what cannot be told now is in the journal. */
export async function tellEnd(context: RunContext, attempt: string, end: AdapterEnd): Promise<void> {
  const { settings, journal, job, status, now } = context;
  const call = { method: 'POST', path: adapterPaths.end(attempt), answerMs: endMs } as const;
  const reply = await ask(settings.server, call, end);
  if (reply.kind === 'answer' && reply.status === 200) return;
  try {
    journal.keepEnd(job, attempt, end, now());
  } catch (error) {
    status.say('WARNING', `The print server could not be told of the end of the job (${messageOf(error)}).`);
  }
}

function start(context: RunContext, data: PrintData): RunningBackend {
  const { wrapped, call, environment, settings, ownUid, status } = context;
  if (wrapped === undefined) throw new Error('there is no backend to run');
  return startWrapped(
    {
      program: wrapped.program.path,
      mode: wrapped.program.mode,
      uri: wrapped.uri,
      call,
      environment,
      input: call.file === undefined ? data.fd : undefined,
      user: settings.user,
      ownUid,
    },
    status,
  );
}

async function endOf(context: RunContext, running: RunningBackend): Promise<AdapterEnd> {
  const { termination, status } = context;
  const { startError, ...ended } = await running.ended;
  if (startError !== undefined) {
    status.say('ERROR', `The printer of this queue is not set up rightly: ${startError.message}`);
  }
  return termination.requested ? { ...ended, ...(await stopped(context)) } : { ...ended, terminated: false };
}

/** The end of a run that CUPS has stopped, so far as CUPS knows it. */
export async function stopped({ job, environment }: RunContext): Promise<AdapterEnd> {
  const cancelled = await isCancelledInCups(job.job, environment);
  return { terminated: true, ...(cancelled === undefined ? {} : { cancelled }) };
}

interface Telling {
  /** Runs it unless the end was told already. */
  readonly orElse: (tell: () => Promise<void>) => Promise<void>;
}

/**
 * cupsd signals the whole process group; a backend that goes on after it is killed together with us, and then nobody could
 * tell. So the end of a terminated run is told while the backend still works, and the signal is passed on in case that only
 * we got it.
 */
function tellBeforeTheKill(context: RunContext, attempt: string, running: RunningBackend): Telling {
  const { termination } = context;
  let isOver = false;
  const told = termination.asked.then(async () => {
    // One that has ended is told of with all that is known of it.
    const hasEnded = await Promise.race([sleep(terminatedTellMs, false), running.ended.then(() => true)]);
    if (hasEnded || isOver) return false;
    running.kill('SIGTERM');
    await tellEnd(context, attempt, await stopped(context));
    return true;
  });
  return {
    orElse: async (tell) => {
      isOver = true;
      if (termination.signal.aborted && (await told)) return;
      await tell();
    },
  };
}

async function exitAfter(context: RunContext, end: AdapterEnd): Promise<number> {
  const { again, job, termination } = context;
  const before = fieldsOf(again.read(job)).get('times');
  const againBefore = typeof before === 'number' ? before : 0;
  if (end.exit !== cupsExits.retryCurrent) {
    if (againBefore > 0) again.remove(job);
    return exitOfRun({ end, againBefore });
  }
  again.write(job, { times: againBefore + 1 });
  await termination.pause(againPauseMs);
  return exitOfRun({ end, againBefore });
}
