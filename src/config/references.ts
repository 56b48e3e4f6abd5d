import { z } from 'zod';
import { didYouMean, nearest } from './nearest.ts';
import type { Place } from './place.ts';
import type { ConfigProblem } from './problems.ts';
import type { ConfigSource } from './source.ts';

const releaseKeys = z
  .looseObject({
    by: z.string().optional().catch(undefined),
    at: z.array(z.string()).optional().catch(undefined),
  })
  .catch({});

/**
 * The keys that speak of each other, read so leniently that it works beside any other problem: an administrator sees all
 * that is wrong in one go.
 */
const related = z.looseObject({
  listen: z.array(z.unknown()).catch([]),
  tls: z
    .looseObject({
      enabled: z.boolean().catch(true),
      certificate: z.unknown().optional(),
      key: z.unknown().optional(),
      clientCa: z.unknown().optional(),
      clientCrl: z.unknown().optional(),
    })
    .catch({ enabled: true }),
  defaultPrinter: z.string().optional().catch(undefined),
  printers: z
    .array(
      z
        .looseObject({
          name: z.string().catch(''),
          device: z.string().catch(''),
          tls: z.unknown().optional(),
          release: releaseKeys,
        })
        .catch({ name: '', device: '', tls: undefined, release: {} }),
    )
    .catch([]),
  defaults: z.looseObject({ release: releaseKeys }).catch({ release: {} }),
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
  const { listen, tls, defaultPrinter, printers, defaults, users, cups } = parsed.data;
  const names = printers.map((printer) => printer.name);
  const limits = Object.entries(users.template.limits);
  const findings = [
    ...repeatedAddresses(listen),
    ...repeatedNames(names),
    ...(tls.enabled ? [] : tlsWithoutTls(printers)),
    ...quotes(printers),
    ...halfCertificate(tls),
    ...revokedByNobody(tls),
    ...releases(printers, defaults.release),
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

/** A price can be told of what prints. */
function quotes(printers: readonly { readonly name: string; readonly device: string }[]): readonly Finding[] {
  const printing = printers.filter(({ device }) => !device.startsWith('quote:')).map(({ name }) => name);
  return printers.flatMap(({ device }, index) =>
    device.startsWith('quote:')
      ? unknownPrinter(device.slice('quote:'.length), ['printers', index, 'device'], printing)
      : [],
  );
}

function tlsWithoutTls(printers: readonly { readonly tls?: unknown }[]): readonly Finding[] {
  return printers.flatMap(({ tls }, index) =>
    tls === 'required'
      ? [{ place: ['printers', index, 'tls'], expected: '"optional", or tls.enabled not to be false' }]
      : [],
  );
}

/** With one of the two, a certificate would be made as if neither were there, and clients would meet another server. */
function halfCertificate({ certificate, key }: { certificate?: unknown; key?: unknown }): readonly Finding[] {
  if ((certificate === undefined) === (key === undefined)) return [];
  return key === undefined
    ? [{ place: ['tls', 'key'], expected: 'the file with the private key of tls.certificate' }]
    : [{ place: ['tls', 'certificate'], expected: 'the file with the certificate of tls.key' }];
}

function revokedByNobody({
  clientCa,
  clientCrl,
}: {
  clientCa?: unknown;
  clientCrl?: unknown;
}): readonly Finding[] {
  if (clientCa !== undefined || clientCrl === undefined) return [];
  return [{ place: ['tls', 'clientCa'], expected: 'the file with the authorities of tls.clientCrl' }];
}

type ReleaseKeys = z.infer<typeof releaseKeys>;
type Releasing = { readonly name: string; readonly device: string; readonly release: ReleaseKeys };

function releases(printers: readonly Releasing[], defaults: ReleaseKeys): readonly Finding[] {
  return printers.flatMap(({ name, device, release }, index) => {
    const by = release.by ?? defaults.by ?? 'nobody';
    const at = release.at ?? defaults.at ?? [];
    const place = ['printers', index, 'release'];
    const others = printers
      .filter((other) => other.name !== name && hasDevice(other))
      .map((other) => other.name);
    const named = (release.at ?? []).flatMap((target, nth) =>
      unknownPrinter(target, [...place, 'at', nth], others),
    );
    if (device.startsWith('cupspykota:') && by !== 'nobody') {
      return [
        ...named,
        { place, expected: '{ "by": "nobody" }: CUPS holds and releases the jobs of its queues' },
      ];
    }
    if (device !== 'release:' || (by !== 'nobody' && at.length > 0)) return named;
    const expected =
      '{ "by": "owner" or "operator", "at": [PRINTERS] }, because a printer without a device prints elsewhere';
    return [...named, { place, expected }];
  });
}

function hasDevice({ device }: Releasing): boolean {
  return device !== 'release:' && !device.startsWith('cupspykota:');
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
