import { setTimeout as sleep } from 'node:timers/promises';
import { type AdapterJobStatus, adapterPaths } from '../model/adapter.ts';
import { parseJobStatus } from './answers.ts';
import { cupsExits } from './exit-codes.ts';
import { statusMs } from './limits.ts';
import type { RunContext } from './run-context.ts';
import { ask } from './server-line.ts';

const firstPauseMs = 100;
const pauseMsMax = 2_000;
/** Without an answer for so long the job is given back to CUPS; asked again under its key, the server goes on with it. */
const silentMsMax = 60_000;

/** Follows a job that the server prints by its own device, until it has ended there. */
export async function followRelayed(context: RunContext, serverJob: number): Promise<number> {
  const { termination, settings, status, now } = context;
  const path = adapterPaths.job(serverJob);
  let heardAt = now();
  for (let pauseMs = firstPauseMs; !termination.requested; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    const reply = await ask(settings.server, { method: 'GET', path, answerMs: statusMs });
    const job = reply.kind === 'answer' && reply.status === 200 ? parseJobStatus(reply.body) : undefined;
    if (job !== undefined) {
      heardAt = now();
      const exit = exitOfRelayed(job);
      if (exit !== undefined) {
        if (job.message !== undefined && exit !== cupsExits.ok) status.say('WARNING', job.message);
        return exit;
      }
    } else if (now() - heardAt > silentMsMax) {
      status.say('WARNING', 'The print server does not tell what became of the job; it is asked again.');
      return cupsExits.retry;
    }
    await Promise.race([sleep(pauseMs), termination.asked]);
  }
  return cupsExits.ok;
}

/** `undefined` while it goes on. What is held at the server is the server's to release; the queue is free for others. */
function exitOfRelayed({ state }: AdapterJobStatus): number | undefined {
  switch (state) {
    case 'pending':
    case 'printing':
      return undefined;
    case 'held':
    case 'printed':
      return cupsExits.ok;
    case 'refused':
      return cupsExits.hold;
    case 'cancelled':
      return cupsExits.cancel;
    case 'failed':
      return cupsExits.failed;
  }
}
