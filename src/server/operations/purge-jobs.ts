import { success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { operatorsOnly } from '../requests/operators.ts';

/**
 * RFC 8011 §4.2.9: cancels every job of the printer and shows none of them to clients any more. The books keep their
 * lines: who printed what is not a client's to wipe away.
 */
export const purgeJobs: Operation = {
  target: 'printer',
  answer: async (request, { settings }, { jobs, limits }) => {
    const refused = operatorsOnly(request);
    if (refused !== undefined) return refused;
    const printer = settings.name;
    let last = 0;
    for (;;) {
      const open = await jobs.jobs({ printer, which: 'open', limit: limits.jobsListedMax });
      const fresh = open.filter(({ job }) => job.id > last);
      if (fresh.length === 0) break;
      for (const { job } of fresh) await jobs.cancel(job.id, request.identity);
      last = Math.max(...fresh.map(({ job }) => job.id));
    }
    const [newest] = await jobs.jobs({ printer, which: 'ended', byId: true, limit: 1 });
    await jobs.changePrinter(printer, { purgedUpTo: Math.max(last, newest?.job.id ?? 0) });
    return success();
  },
};
