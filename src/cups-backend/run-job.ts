import type { AdapterDecision, AdapterReason } from '../model/adapter.ts';
import { serverDownOf } from '../model/adapter-settings.ts';
import { faultMessageOf, parseDecision } from './answers.ts';
import type { PrintData } from './document.ts';
import { cupsExits, exitOfDecision, exitWhenDown } from './exit-codes.ts';
import { takeDocument } from './intake.ts';
import { replayBeforeJobMs } from './limits.ts';
import { printAllowed, printOpen, stopped, tellEnd } from './printing.ts';
import { followRelayed } from './relay.ts';
import { isOwed, replay } from './replay.ts';
import type { RunContext } from './run-context.ts';
import type { Reply } from './server-line.ts';

/** Reason of the printer while its server is away; CUPS shows it with the queue. */
const downReason = 'platen-server-down-warning';

/** One job, from its data to the exit code. */
export async function runJob(context: RunContext): Promise<number> {
  const { status, settings, termination, call, environment } = context;
  await tellJournal(context);
  // Asked before an earlier print of this job is in the books, the server would charge this one beside it.
  const owed = isOwed(context.journal, context.job);
  const taken = await takeDocument({
    job: context.job,
    server: settings.server,
    openStdin: context.openStdin,
    ...(call.file === undefined ? {} : { file: call.file }),
    folder: environment['TMPDIR'] ?? '/tmp',
    termination,
    ...(owed ? { unasked: 'it has not taken yet what this job has printed before' } : {}),
  });
  if (taken.kind === 'terminated') return cupsExits.ok;
  if (taken.kind === 'unusable') {
    // CUPS gives up what is tried again, and a disk may be full for longer.
    keepHeld(context, 'unusable');
    status.say('WARNING', `The print adapter cannot take the job: ${taken.why}`);
    status.say('WARNING', 'There is a fault on this print server; the job is held until it is mended.');
    return cupsExits.hold;
  }
  const { data, reply } = taken;
  const decision = decisionOf(reply);
  if (typeof decision === 'string') return await whenDown(context, data, decision);
  status.say('STATE', `-${downReason}`);
  return await follow(context, data, decision);
}

async function follow(context: RunContext, data: PrintData, decision: AdapterDecision): Promise<number> {
  const { status, held, job, termination } = context;
  held.remove(job);
  switch (decision.decision) {
    case 'allow':
      if (termination.requested) {
        await tellEnd(context, decision.attempt, { ...(await stopped(context)), octets: 0 });
        return cupsExits.ok;
      }
      return await printAllowed(context, data, decision.attempt);
    case 'relayed':
      return await followRelayed(context, decision.job);
    case 'deny':
    case 'hold':
      keepHeld(context, decision.reason);
      status.say('JOBSTATE', decision.reason);
      status.say('WARNING', decision.message);
      break;
    case 'cancel':
    case 'later':
      status.say('WARNING', decision.message);
      break;
    case 'done':
      break;
  }
  return exitOfDecision(decision) ?? cupsExits.failed;
}

/** The decision, or why there is none. */
function decisionOf(reply: Reply): AdapterDecision | string {
  if (reply.kind === 'down') return reply.why;
  if (reply.status !== 200) return `it answers ${reply.status}: ${faultMessageOf(reply.body)}`;
  return parseDecision(reply.body) ?? 'it speaks another protocol; bring adapter and server to one version';
}

async function whenDown(context: RunContext, data: PrintData, why: string): Promise<number> {
  const { status, settings, job, termination } = context;
  if (termination.requested) return cupsExits.ok;
  status.say('STATE', `+${downReason}`);
  // The sentence for the person who prints follows and stays on the job; this one stays in the log.
  status.say('WARNING', `The print server cannot be asked: ${why}`);
  const rule = serverDownOf(settings, job.queue);
  const exit = exitWhenDown(rule.policy);
  // A printer of the server's own cannot print without it.
  if (exit.kind === 'print' && context.wrapped !== undefined) return await printOpen(context, data, rule);
  if (exit.kind === 'exit' && exit.code === cupsExits.hold) {
    keepHeld(context, 'server-down');
    status.say('WARNING', 'The print server that keeps the accounts cannot be reached; the job is held.');
    return exit.code;
  }
  status.say(
    'WARNING',
    'The print server that keeps the accounts cannot be reached; the job is tried again.',
  );
  return cupsExits.retry;
}

function keepHeld({ held, job, now }: RunContext, reason: AdapterReason | 'server-down' | 'unusable'): void {
  held.write(job, {
    queue: job.queue,
    job: job.job,
    createdAt: job.createdAt,
    user: job.user,
    reason,
    at: now(),
  });
}

/** What was printed while the server was away is in the books before anything else is asked. */
async function tellJournal({ journal, settings, status, now, termination }: RunContext): Promise<void> {
  if (journal.isEmpty) return;
  const until = now() + replayBeforeJobMs;
  try {
    const { told, refused, left, why } = await replay(
      journal,
      settings.server,
      () => now() > until || termination.requested,
    );
    status.say(
      'DEBUG',
      `Journal: ${told} told, ${refused} refused, ${left} left${why === undefined ? '' : ` (${why})`}`,
    );
  } catch {
    status.say('WARNING', 'The journal of the print adapter cannot be used.');
  }
}
