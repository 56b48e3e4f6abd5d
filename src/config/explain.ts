import type { z } from 'zod';
import { didYouMean, nearest } from './nearest.ts';
import type { Place } from './place.ts';
import type { ConfigProblem } from './problems.ts';
import { deviceSchemes, schemeOf } from './schema/device-uri.ts';
import { SchemaReader } from './schema-reader.ts';
import type { ConfigSource } from './source.ts';

/** Turns what zod found into problems with a line, what was expected and what was probably meant. */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  source: ConfigSource,
): readonly ConfigProblem[] {
  const reader = new SchemaReader();
  return issues.flatMap((issue) => {
    const place = issue.path.filter((step) => typeof step !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey({ place, key }, source, reader));
    }
    if (issue.code === 'invalid_key')
      return [source.keyProblem(place, reader.expectedKeyAt(place.slice(0, -1)))];
    const hint = hintFor(source.valueAt(place), place, reader);
    return [source.problem(place, reader.expectedAt(place), hint)];
  });
}

function unknownKey(
  at: { readonly place: Place; readonly key: string },
  source: ConfigSource,
  reader: SchemaReader,
): ConfigProblem {
  const keys = reader.keysAt(at.place, source.valueAt(at.place));
  const near = nearest(at.key, keys);
  return source.keyProblem([...at.place, at.key], `one of the keys ${keys.join(', ')}`, didYouMean(near));
}

function hintFor(value: unknown, place: Place, reader: SchemaReader): string | undefined {
  if (typeof value === 'string') {
    if (place.at(-1) === 'device') return deviceHint(value);
    return didYouMean(nearest(value, reader.wordsAt(place)));
  }
  if (typeof value === 'number' && reader.expectedAt(place).includes('decimal string')) {
    return `write it in double quotes: "${value}"`;
  }
  if (typeof value === 'object' && value !== null) {
    const keys = reader.keysAt(place, value);
    const guesses = Object.keys(value).flatMap((key) =>
      keys.includes(key) ? [] : (nearest(key, keys) ?? []),
    );
    return didYouMean(guesses[0]);
  }
  return undefined;
}

/** What people write for a network printer before they know that its own protocol has a scheme. */
const insteadOf: Readonly<Record<string, string>> = { http: 'ipp', https: 'ipps', tcp: 'socket' };

function deviceHint(uri: string): string | undefined {
  const scheme = schemeOf(uri) ?? uri;
  const known = insteadOf[scheme] ?? nearest(scheme, deviceSchemes);
  return known === undefined || known === scheme ? undefined : `did you mean ${known}:?`;
}
