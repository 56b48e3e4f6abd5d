import { PrintServerError } from '../base/fault.ts';
import {
  type Config,
  type ConfigOverrides,
  type Environment,
  formatProblems,
  loadConfig,
} from '../config/index.ts';

/** Reads a configuration that must be right. Throws `config-invalid` with every problem in its sentence. */
export function readConfig(file: string, environment: Environment, overrides: ConfigOverrides = {}): Config {
  const loaded = loadConfig(file, environment.variables, overrides);
  if (loaded.kind === 'ok') return loaded.config;
  const count = loaded.problems.length === 1 ? '1 problem' : `${loaded.problems.length} problems`;
  throw new PrintServerError('config-invalid', `${count} in ${file}:\n${formatProblems(loaded.problems)}`);
}
