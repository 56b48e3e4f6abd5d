import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../base/fault.ts';
import type { ListenAddress } from '../model/listen.ts';
import type { Config } from './config.ts';
import type { Variables } from './environment.ts';
import { explainIssues } from './explain.ts';
import { freezeAll } from './freeze.ts';
import type { ConfigProblem, ConfigWarning } from './problems.ts';
import { checkReferences } from './references.ts';
import { resolveConfig } from './resolve.ts';
import { resolveIdentity } from './resolve-identity.ts';
import { resolveStore } from './resolve-store.ts';
import { fileSchema } from './schema/file.ts';
import { ConfigSource } from './source.ts';
import { warningsOf } from './warnings.ts';

export type LoadedConfig =
  | { readonly kind: 'ok'; readonly config: Config; readonly warnings: readonly ConfigWarning[] }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

/** A thousand printers need about 300 KiB; beyond this it is some other file. */
const fileOctetsMax = 4 * 1_024 * 1_024;

/** What the command line says instead of the file. */
export interface ConfigOverrides {
  readonly listen?: readonly ListenAddress[];
}

/** Reads and checks a file and says everything that is wrong with it at once. */
export function loadConfig(
  path: string,
  variables: Variables,
  overrides: ConfigOverrides = {},
): LoadedConfig {
  const file = resolve(path);
  const text = readText(file);
  if (text.kind === 'unreadable') return { kind: 'invalid', problems: [text.problem] };
  return parseConfig(text.text, { file, variables, overrides });
}

export interface ConfigContext {
  /** The absolute path that the text has or will have. */
  readonly file: string;
  readonly variables: Variables;
  readonly overrides?: ConfigOverrides;
}

/** The same for a text at hand. */
export function parseConfig(text: string, context: ConfigContext): LoadedConfig {
  const source = new ConfigSource(text);
  if (source.syntaxProblems.length > 0) return { kind: 'invalid', problems: source.syntaxProblems };
  const parsed = fileSchema.safeParse(source.valueAt([]));
  const store = resolveStore(source, context);
  const identity = parsed.success ? resolveIdentity(parsed.data.identity, source, context) : undefined;
  const problems = [
    ...(parsed.success ? [] : explainIssues(parsed.error.issues, source)),
    ...(store.kind === 'invalid' ? store.problems : []),
    ...(identity?.kind === 'invalid' ? identity.problems : []),
    ...source.repeatedKeys(),
    ...checkReferences(source),
  ];
  if (!parsed.success || store.kind !== 'ok' || identity?.kind !== 'ok' || problems.length > 0) {
    return { kind: 'invalid', problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
  }
  const resolved = resolveConfig(parsed.data, context.file, {
    store: store.store,
    identity: identity.identity,
  });
  const config = freezeAll({ ...resolved, ...context.overrides });
  return { kind: 'ok', config, warnings: warningsOf(config, source) };
}

type ReadText =
  | { readonly kind: 'ok'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: ConfigProblem };

function readText(file: string): ReadText {
  const nowhere = { path: '', line: 0, column: 0, expected: `a configuration file at ${file}` };
  try {
    const { size } = statSync(file);
    if (size > fileOctetsMax) {
      const expected = `at most ${fileOctetsMax} octets`;
      return { kind: 'unreadable', problem: { ...nowhere, found: `${size} octets`, expected } };
    }
    return { kind: 'ok', text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { kind: 'unreadable', problem: { ...nowhere, found: messageOf(error) } };
  }
}
