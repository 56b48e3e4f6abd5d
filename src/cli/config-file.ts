import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './errors.ts';

const systemConfig = '/etc/platen/platen.json';
const localConfig = 'config/platen.json';

export interface ConfigSearch {
  /** --config, relative to the working folder. */
  readonly given: string | undefined;
  /** PLATEN_CONFIG. */
  readonly fromEnvironment: string | undefined;
  readonly workingFolder: string;
  readonly exists?: (path: string) => boolean;
}

/** The configuration to use. What was named is used even if it is missing: a message about it is better than another file. */
export function findConfigFile(search: ConfigSearch): string {
  const { given, fromEnvironment, workingFolder, exists = existsSync } = search;
  const named = given ?? fromEnvironment;
  if (named !== undefined) return resolve(workingFolder, named);
  const local = resolve(workingFolder, localConfig);
  if (exists(local)) return local;
  if (exists(systemConfig)) return systemConfig;
  throw new UsageError(
    `No configuration was found: neither ${local} nor ${systemConfig} exists. Name one with --config FILE or PLATEN_CONFIG.`,
  );
}
