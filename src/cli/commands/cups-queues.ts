import type { Command } from 'commander';
import {
  attach,
  type CupsQueue,
  detach,
  type Finding,
  heldJobs,
  isOk,
  journalNames,
  killedRuns,
  listQueues,
  readSettings,
  setRule,
} from '../../cups-install/index.ts';
import { serverDownOf } from '../../model/adapter-settings.ts';
import { parseAdapterUri, withoutCredentials } from '../../model/cups-device-uri.ts';
import type { Cli } from '../cli.ts';
import {
  cupsPlaces,
  cupsSettings,
  currentUid,
  type PlaceOptions,
  placeOptions,
  type RuleOptions,
  ruleOf,
  ruleOptions,
  selectQueues,
  tellFindings,
} from '../cups.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Column } from '../table.ts';

interface ChangeOptions extends PlaceOptions, RuleOptions {
  readonly dryRun?: boolean;
}

export function defineCupsAttach(command: Command, cli: Cli): void {
  ruleOptions(placeOptions(command))
    .argument('<queues...>', 'queues of CUPS; * and ? stand for any characters and for one')
    .option('--dry-run', 'only tell what would be done')
    .action(async (selectors: readonly string[], options: ChangeOptions) => {
      await cli.run(async (out) => {
        const places = cupsPlaces(options);
        const dryRun = options.dryRun === true;
        const rule = ruleOf(options);
        const findings: Finding[] = [];
        for (const queue of selectQueues(await listQueues(), selectors)) {
          // Read again for each: the one before may have changed it.
          const request = { places, settings: cupsSettings(places), dryRun };
          const done = await attach(request, queue);
          if (rule !== undefined && isOk(done) && !dryRun)
            setRule(request, queue.name, rule, currentUid() === 0);
          findings.push(...done);
        }
        return tellFindings(out, findings);
      });
    });
}

export function defineCupsDetach(command: Command, cli: Cli): void {
  command
    .argument('<queues...>', 'queues of CUPS; * and ? stand for any characters and for one')
    .option('--dry-run', 'only tell what would be done')
    .action(async (selectors: readonly string[], { dryRun = false }: { readonly dryRun?: boolean }) => {
      await cli.run(async (out) => {
        const findings: Finding[] = [];
        for (const queue of selectQueues(await listQueues(), selectors))
          findings.push(...(await detach(queue, dryRun)));
        return tellFindings(out, findings);
      });
    });
}

const columns: readonly Column[] = [
  { head: 'queue' },
  { head: 'attached' },
  { head: 'server away' },
  { head: 'held', align: 'right' },
  { head: 'device', shrinks: true },
];

export function defineCupsStatus(command: Command, cli: Cli): void {
  placeOptions(command).action(async (options: PlaceOptions) => {
    await cli.run(async (out) => {
      const settings = readSettings(cupsPlaces(options).serverRoot);
      const known = typeof settings === 'object' ? settings : undefined;
      const held = known === undefined ? [] : heldJobs(known.folder);
      const killed = known === undefined ? [] : killedRuns(known.folder);
      const lines = (await listQueues()).map((queue) => {
        const attached = attachedTo(queue);
        return {
          queue: queue.name,
          attached: attached !== undefined,
          serverDown:
            known === undefined || attached === undefined ? null : serverDownOf(known, queue.name).policy,
          held: held
            .filter((job) => job.queue === queue.name)
            .map(({ job, user, reason }) => ({ job, user, reason })),
          killed: killed.filter((run) => run.queue === queue.name).map(({ job }) => job),
          device: withoutCredentials(attached ?? queue.uri),
        };
      });
      const journal = known === undefined ? 0 : journalNames(known.folder).length;
      if (out.json) out.value({ installed: known !== undefined, journal, queues: lines });
      else {
        out.table(
          columns,
          lines.map((line) => [
            line.queue,
            line.attached ? 'yes' : 'no',
            line.serverDown ?? '',
            String(line.held.length),
            line.device,
          ]),
        );
        if (typeof settings === 'string') out.note(settings);
        if (settings === undefined) out.note('The adapter is not installed.');
        for (const { queue, job } of killed) {
          const name = `${queue}-${job}`;
          out.note(
            `The adapter was killed at ${name}, which CUPS takes for printed. If no paper came: lp -i ${name} -H restart`,
          );
        }
        if (journal > 0) out.note(`${journal} entries of the journal are not in the books yet.`);
      }
      return exitCodes.done;
    });
  });
}

/** The device behind the adapter, "Platen" where the server's printer prints; undefined for a queue on its own. */
function attachedTo({ uri }: CupsQueue): string | undefined {
  const target = parseAdapterUri(uri);
  if (target.kind === 'invalid') return undefined;
  return target.kind === 'relay' ? 'the printer of Platen' : target.uri;
}
