import type { Command } from 'commander';
import { type Admin, type UserView } from '../../admin/index.ts';
import { askProgram, forget, type HeldJob, heldJobs, releaseJob } from '../../cups-install/index.ts';
import type { Cli } from '../cli.ts';
import { cupsPlaces, cupsSettings, currentUid, type PlaceOptions, placeOptions } from '../cups.ts';
import { exitCodes } from '../exit-codes.ts';
import { namesOf } from '../values.ts';

interface ReleaseOptions extends PlaceOptions {
  readonly user?: readonly string[];
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

export function defineCupsReleaseHeld(command: Command, cli: Cli): void {
  placeOptions(command)
    .option('--user <name>', 'all of this user, whatever is left on the account', namesOf)
    .option('--all', 'all, whatever is left')
    .option('--dry-run', 'only tell what would be done')
    .action(async (options: ReleaseOptions) => {
      await cli.withAdmin(async ({ admin, out }) => {
        const held = heldJobs(cupsSettings(cupsPlaces(options)).folder);
        for (const job of held) {
          if (!(await mayGo(admin, job, options))) continue;
          const released = options.dryRun === true || (await releaseJob(job.queue, job.job));
          // Cancelled or released by somebody else meanwhile.
          if (!released) forget(job);
          const result = released ? 'released' : 'not held any more';
          if (out.json)
            out.value({
              job: `${job.queue}-${job.job}`,
              user: job.user,
              result,
              dryRun: options.dryRun === true,
            });
          else
            out.line(
              `${job.queue}-${job.job} of ${job.user}: ${options.dryRun === true ? 'would be ' : ''}${result}.`,
            );
        }
        if (held.length === 0 && !out.json) out.note('No job is held by the adapter.');
        return exitCodes.done;
      });
    });
}

/** A guess that costs nothing when it is wrong: the server is asked again, and the job is held again. */
async function mayGo(admin: Admin, job: HeldJob, { user, all }: ReleaseOptions): Promise<boolean> {
  if (all === true || user?.includes(job.user) === true) return true;
  if (user !== undefined) return false;
  if (job.reason === 'server-down' || job.reason === 'unusable') return true;
  if (!job.reason.startsWith('account-')) return false;
  const answer = await admin.showUser({ user: job.user });
  return answer.kind === 'done' && hasSomethingLeft(answer.user, job.queue);
}

export function hasSomethingLeft({ mode, available, counters }: UserView, printer: string): boolean {
  const counter = counters.find((one) => one.printer === printer);
  const limit = counter?.hard ?? null;
  const pagesLeft = limit === null || (counter !== undefined && counter.impressions + counter.held < limit);
  switch (mode) {
    case 'blocked':
      return false;
    case 'accounting-only':
    case 'exempt':
      return true;
    case 'quota':
      return pagesLeft;
    case 'balance':
      return available > 0;
    case 'both':
      return pagesLeft && available > 0;
  }
}

export function defineCupsReplay(command: Command, cli: Cli): void {
  placeOptions(command).action(async (options: PlaceOptions) => {
    await cli.run(async (out) => {
      const said = await askProgram(cupsPlaces(options), '--replay', currentUid() === 0);
      if (typeof said === 'string') {
        out.note(said);
        return exitCodes.unreachable;
      }
      if (out.json) out.value(Object.fromEntries(said));
      else {
        const count = (name: string): number => Number(said.get(name) ?? 0);
        out.line(
          `${count('told')} told to the server, ${count('refused')} refused by it, ${count('left')} left.`,
        );
        const why = said.get('why') ?? said.get('message');
        if (typeof why === 'string') out.note(why);
      }
      if (said.get('ok') === true) return exitCodes.done;
      return said.get('left') === 0 ? exitCodes.refused : exitCodes.unreachable;
    });
  });
}
