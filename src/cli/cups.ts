import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { hasWildcard, matcherOf } from '../admin/index.ts';
import {
  type CupsPlaces,
  type CupsQueue,
  type Finding,
  findPlaces,
  isOk,
  readSettings,
} from '../cups-install/index.ts';
import {
  type AdapterSettings,
  defaultServerDown,
  type ServerDownPolicy,
  type ServerDownRule,
  serverDownPolicies,
} from '../model/adapter-settings.ts';
import { NothingSelected, UsageError } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

/** Where CUPS is, for a cupsd that is not the system's or not in its usual place. */
export interface PlaceOptions {
  readonly serverRoot?: string;
  readonly serverBin?: string;
}

export function placeOptions(command: Command): Command {
  return command
    .option('--server-root <folder>', "CUPS' configuration (/etc/cups)")
    .option('--server-bin <folder>', "CUPS' programs; else as cups-files.conf says");
}

export interface RuleOptions {
  readonly whenDown?: ServerDownPolicy;
  readonly openJobs?: number;
  readonly openMb?: number;
}

export function ruleOptions(command: Command): Command {
  return command
    .option('--when-down <policy>', 'while the server is away: closed, hold or open', policyOf)
    .option('--open-jobs <n>', 'with open: jobs of a user within an hour', wholeOf)
    .option('--open-mb <n>', 'with open: megabytes of a user within an hour', wholeOf);
}

const mebi = 1024 * 1024;

export function ruleOf({ whenDown, openJobs, openMb }: RuleOptions): ServerDownRule | undefined {
  if (whenDown === undefined) {
    if (openJobs !== undefined || openMb !== undefined)
      throw new UsageError('--open-jobs and --open-mb need --when-down open.');
    return undefined;
  }
  return {
    policy: whenDown,
    jobsPerHour: openJobs ?? defaultServerDown.jobsPerHour,
    octetsPerHour: openMb === undefined ? defaultServerDown.octetsPerHour : openMb * mebi,
  };
}

export function cupsPlaces({ serverRoot, serverBin }: PlaceOptions): CupsPlaces {
  const places = findPlaces({
    ...(serverRoot === undefined ? {} : { serverRoot }),
    ...(serverBin === undefined ? {} : { serverBin }),
  });
  if (typeof places === 'string') throw new UsageError(`CUPS is not found: ${places}.`);
  return places;
}

export function cupsSettings({ serverRoot }: CupsPlaces): AdapterSettings {
  const settings = readSettings(serverRoot);
  if (settings === undefined)
    throw new NothingSelected('The adapter is not installed; run platen cups install.');
  if (typeof settings === 'string') throw new NothingSelected(settings);
  return settings;
}

/** Names as they are, patterns as the queues they stand for. */
export function selectQueues(
  queues: readonly CupsQueue[],
  selectors: readonly string[],
): readonly CupsQueue[] {
  const chosen = selectors.flatMap((selector) => {
    const found = queues.filter(({ name }) =>
      hasWildcard(selector) ? matcherOf([selector])(name) : name === selector,
    );
    if (found.length === 0) throw new NothingSelected(`CUPS has no queue ${selector}.`);
    return found;
  });
  return [...new Set(chosen)];
}

export function tellFindings(out: Output, findings: readonly Finding[]): ExitCode {
  if (out.json) out.value({ ok: isOk(findings), findings });
  else {
    for (const { kind, text, fix } of findings) {
      const sentence = fix === undefined ? text : `${text} To put it right: ${fix}`;
      if (kind === 'error') out.note(sentence);
      else out.line(kind === 'warning' ? `warning: ${sentence}` : sentence);
    }
  }
  return isOk(findings) ? exitCodes.done : exitCodes.refused;
}

/** 0 on systems without user numbers, which have no CUPS either. */
export function currentUid(): number {
  return process.getuid?.() ?? 0;
}

function policyOf(text: string): ServerDownPolicy {
  const policy = serverDownPolicies.find((known) => known === text);
  if (policy === undefined) throw new InvalidArgumentError('Expected closed, hold or open.');
  return policy;
}

function wholeOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}
