import { setTimeout as sleep } from 'node:timers/promises';
import { allowanceWords } from '../../accounting/index.ts';
import { isFault } from '../../base/fault.ts';
import type { Identity } from '../../model/identity.ts';
import { maySeeAccount } from '../../model/may-see-account.ts';
import { joined, type Words } from '../../model/sentences/sentence.ts';
import type { WebOptions } from '../options.ts';

/** Milliseconds that the page waits for the accounts; then it shows the jobs alone. */
const accountsMs = 500;

/**
 * What is left to somebody, as print clients are told it: at one printer all of it, elsewhere only what holds at every printer.
 * undefined: the printer does not tell this person, there is no account, or nobody can say now.
 */
export async function leftTo(
  { jobs, visiting, info }: Pick<WebOptions, 'jobs' | 'visiting' | 'info'>,
  who: Identity,
  printer?: string,
): Promise<Words | undefined> {
  const name = printer ?? info().defaultPrinter;
  const view = name === undefined ? jobs.printers()[0] : jobs.printer(name);
  if (view === undefined || !maySeeAccount(who, view.settings)) return undefined;
  const allowance = await inTime(visiting.jobs.allowance(view.settings.name, who.name));
  if (allowance === undefined) return undefined;
  if (printer !== undefined) return joined(allowanceWords(allowance));
  const { impressions: _, ...everywhere } = allowance;
  // Who has a quota has one for each printer: nothing of it can be said of all.
  return everywhere.mode === 'quota' ? undefined : joined(allowanceWords(everywhere));
}

async function inTime<Found>(asked: Promise<Found | undefined>): Promise<Found | undefined> {
  try {
    return await Promise.race([asked, sleep(accountsMs, undefined, { ref: false })]);
  } catch (error) {
    if (isFault(error, 'store-unreachable')) return undefined;
    throw error;
  }
}
