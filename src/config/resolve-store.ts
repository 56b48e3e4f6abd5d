import { dirname } from 'node:path';
import type { StoreConfig } from './config.ts';
import type { Variables } from './environment.ts';
import type { ConfigProblem } from './problems.ts';
import { type StoreInFile, storeSchema } from './schema/store.ts';
import { readSecret } from './secrets.ts';
import type { ConfigSource } from './source.ts';

export type ResolvedStore =
  | { readonly kind: 'ok'; readonly store: StoreConfig }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] }
  /** Not even its schema holds, which is told elsewhere. */
  | { readonly kind: 'unclear' };

interface Surroundings {
  /** The configuration file: secrets in files are found beside it. */
  readonly file: string;
  readonly variables: Variables;
}

/** The store with its connection string read, whatever else is wrong with the file. */
export function resolveStore(source: ConfigSource, surroundings: Surroundings): ResolvedStore {
  const parsed = storeSchema.safeParse(source.valueAt(['store']));
  if (!parsed.success) return { kind: 'unclear' };
  const store = parsed.data;
  return store.kind === 'mongo' ? withSecret(store, source, surroundings) : { kind: 'ok', store };
}

/** The string is never shown: it may hold a password. */
function withSecret(
  store: Extract<StoreInFile, { readonly kind: 'mongo' }>,
  source: ConfigSource,
  { file, variables }: Surroundings,
): ResolvedStore {
  const place = ['store', 'uri'];
  const secret = readSecret(store.uri, dirname(file), variables);
  if (secret.kind === 'missing') {
    return { kind: 'invalid', problems: [source.problem([...place, secret.key], secret.expected)] };
  }
  if (!/^mongodb(\+srv)?:\/\/[^/]/.test(secret.value)) {
    const expected = 'a connection string that begins with mongodb:// or mongodb+srv://';
    return { kind: 'invalid', problems: [source.problem(place, expected)] };
  }
  return { kind: 'ok', store: { ...store, uri: secret.value } };
}
