import { z } from 'zod';
import { didYouMean, nearest } from './nearest.ts';
import type { Place } from './place.ts';
import type { ConfigProblem } from './problems.ts';
import type { ConfigSource } from './source.ts';

/**
 * The keys that speak of each other, read so leniently that it works beside any other problem: an administrator sees all
 * that is wrong in one go.
 */
const related = z.looseObject({
  listen: z.array(z.unknown()).catch([]),
  tls: z.looseObject({ enabled: z.boolean().catch(true) }).catch({ enabled: true }),
  defaultPrinter: z.string().optional().catch(undefined),
  printers: z
    .array(
      z
        .looseObject({ name: z.string().catch(''), tls: z.unknown().optional() })
        .catch({ name: '', tls: undefined }),
    )
    .catch([]),
  users: z
    .looseObject({
      template: z
        .looseObject({
          limits: z.record(z.string(), z.looseObject({}).catch({})).catch({}),
        })
        .catch({ limits: {} }),
    })
    .catch({ template: { limits: {} } }),
  cups: z.looseObject({ queues: z.record(z.string(), z.string().catch('')).catch({}) }).catch({ queues: {} }),
});

interface Finding {
  readonly place: Place;
  readonly expected: string;
  readonly hint?: string | undefined;
}

/** Problems between keys, each of which is fine by itself. */
export function checkReferences(source: ConfigSource): readonly ConfigProblem[] {
  const parsed = related.safeParse(source.valueAt([]));
  if (!parsed.success) return [];
  const { listen, tls, defaultPrinter, printers, users, cups } = parsed.data;
  const names = printers.map((printer) => printer.name);
  const limits = Object.entries(users.template.limits);
  const findings = [
    ...repeatedAddresses(listen),
    ...repeatedNames(names),
    ...(tls.enabled ? [] : tlsWithoutTls(printers)),
    ...(defaultPrinter === undefined ? [] : unknownPrinter(defaultPrinter, ['defaultPrinter'], names)),
    ...Object.entries(cups.queues).flatMap(([queue, name]) =>
      unknownPrinter(name, ['cups', 'queues', queue], names),
    ),
    ...limits.flatMap(([name, limit]) => {
      const place = ['users', 'template', 'limits', name];
      return [...unknownPrinter(name, place, names), ...softAboveHard(limit, place)];
    }),
  ];
  return findings.map((finding) => source.problem(finding.place, finding.expected, finding.hint));
}

function repeatedAddresses(addresses: readonly unknown[]): readonly Finding[] {
  return addresses.flatMap((address, index) =>
    addresses.indexOf(address) === index
      ? []
      : [{ place: ['listen', index], expected: 'every address once' }],
  );
}

/** CUPS and Windows compare the names of printers without case. */
function repeatedNames(names: readonly string[]): readonly Finding[] {
  const lower = names.map((name) => name.toLowerCase());
  return lower.flatMap((name, index) => {
    const first = lower.indexOf(name);
    if (name === '' || first === index) return [];
    const expected = `a name that printers[${first}] does not have (upper and lower case count as equal)`;
    return [{ place: ['printers', index, 'name'], expected }];
  });
}

function tlsWithoutTls(printers: readonly { readonly tls?: unknown }[]): readonly Finding[] {
  return printers.flatMap(({ tls }, index) =>
    tls === 'required'
      ? [{ place: ['printers', index, 'tls'], expected: '"optional", or tls.enabled not to be false' }]
      : [],
  );
}

function unknownPrinter(name: string, place: Place, names: readonly string[]): readonly Finding[] {
  if (names.includes(name)) return [];
  const expected = `the name of a printer of this file: ${names.join(', ')}`;
  return [{ place, expected, hint: didYouMean(nearest(name, names)) }];
}

function softAboveHard(limit: Readonly<Record<string, unknown>>, place: Place): readonly Finding[] {
  const { soft, hard } = limit;
  if (typeof soft !== 'number' || typeof hard !== 'number' || soft <= hard) return [];
  return [{ place: [...place, 'soft'], expected: `at most the hard limit, ${hard}` }];
}
