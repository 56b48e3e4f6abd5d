import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Config } from './config.ts';
import { type ConfigContext, loadConfig, parseConfig } from './load.ts';
import type { ConfigProblem } from './problems.ts';

const context: ConfigContext = { file: '/etc/platen/platen.json', variables: {} };
const printer = { name: 'demo', device: 'file:out' };

function configOf(content: object, more: Partial<ConfigContext> = {}): Config {
  const loaded = parseConfig(JSON.stringify(content), { ...context, ...more });
  if (loaded.kind === 'ok') return loaded.config;
  throw new Error(JSON.stringify(loaded.problems));
}

function problemsOf(content: object | string, more: Partial<ConfigContext> = {}): readonly ConfigProblem[] {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const loaded = parseConfig(text, { ...context, ...more });
  return loaded.kind === 'invalid' ? loaded.problems : [];
}

function warningsOf(content: object): readonly string[] {
  const loaded = parseConfig(JSON.stringify(content), context);
  return loaded.kind === 'ok' ? loaded.warnings.map((warning) => warning.message) : ['invalid'];
}

test('the demo is a valid file without warnings that listens on this machine only', () => {
  const loaded = loadConfig('config/platen.json', {});
  expect(loaded).toMatchObject({ kind: 'ok', warnings: [] });
  if (loaded.kind !== 'ok') return;
  expect(loaded.config.listen).toEqual([
    { kind: 'tcp', host: '127.0.0.1', port: 8631 },
    { kind: 'tcp', host: '::1', port: 8631 },
  ]);
  expect(loaded.config.printers[0]).toMatchObject({
    name: 'demo',
    prices: { job: 0, impression: 500, sheet: 100, colour: 2_000 },
  });
  expect(loaded.config.printers[0]!.device).toMatch(/^file:\/\/\/.*\/var\/out\/$/);
});

test('a printer with a name and a device is a whole configuration', () => {
  expect(configOf({ printers: [printer] })).toMatchObject({
    file: '/etc/platen/platen.json',
    data: '/etc/platen/var',
    store: { kind: 'embedded' },
    users: { unknown: 'create', template: { mode: 'accounting-only', overdraft: 0 }, openingBalance: 0 },
    printers: [
      { info: '', device: 'file:///etc/platen/out/', unknownCount: { kind: 'deny' }, afterCrash: 'hold' },
    ],
    limits: { connectionsMax: 10_000, connectionsPerAddressMax: 1_000 },
  });
});

test('a printer changes single keys of what defaults say and takes the others from there', () => {
  const config = configOf({
    defaults: {
      prices: { impression: '0.05', colour: '0.20' },
      onError: { tries: 3, delayMs: 5 },
      unknownCount: { assume: 4 },
      capabilities: { formats: ['application/pdf'], colour: true },
    },
    printers: [
      printer,
      {
        name: 'second',
        device: 'socket://10.0.0.7:9100',
        prices: { impression: '0.04' },
        onError: { action: 'abort' },
        unknownCount: { 'per-kib': 0.02 },
        capabilities: { colour: false },
      },
    ],
  });
  expect(config.printers).toMatchObject([
    {
      unknownCount: { kind: 'assume', impressions: 4 },
      onError: { action: 'retry', tries: 3, delayMs: 5, backoff: 2 },
    },
    {
      device: 'socket://10.0.0.7:9100',
      prices: { impression: 400, colour: 2_000, sheet: 0, job: 0 },
      onError: { action: 'abort', tries: 3, delayMs: 5 },
      unknownCount: { kind: 'per-kib', impressions: 0.02 },
      capabilities: { formats: ['application/pdf'], colour: false },
    },
  ]);
});

test('the result is frozen to its last leaf', () => {
  const config = configOf({ printers: [printer], users: { template: { limits: { demo: { hard: 5 } } } } });
  const frozen = [
    config,
    config.listen,
    config.printers[0],
    config.printers[0]!.prices,
    config.users.template.limits['demo'],
  ];
  expect(frozen.every(Object.isFrozen)).toBe(true);
});

test('comments, trailing commas and a byte order mark are allowed', () => {
  expect(
    problemsOf(`\uFEFF// hello\n{ "printers": [{ "name": "a", "device": "file:x", }, ], /* end */ }`),
  ).toEqual([]);
});

test('paths are relative to the file', () => {
  const config = configOf({
    listen: ['unix:p.sock'],
    data: '../data',
    logging: { file: 'x.log' },
    printers: [printer],
  });
  expect(config).toMatchObject({
    listen: [{ kind: 'unix', path: '/etc/platen/p.sock' }],
    data: '/etc/data',
    logging: { file: '/etc/platen/x.log' },
  });
});

test.each([
  ['file:../my out/', 'file:///etc/my%20out/'],
  ['file:/srv/out', 'file:///srv/out/'],
  ['file:///srv/out/', 'file:///srv/out/'],
  ['ipp://printer/ipp/print', 'ipp://printer/ipp/print'],
  ['ipps://[fe80::1]:443/x', 'ipps://[fe80::1]:443/x'],
  ['raw://h:9100', 'raw://h:9100'],
])('the device %s becomes %s', (device, expected) => {
  expect(configOf({ printers: [{ name: 'a', device }] }).printers[0]!.device).toBe(expected);
});

test.each([
  '',
  'printer',
  'http://x/',
  'lpd://x',
  'ipp:',
  'ipp://',
  'socket:x:9100',
  'file:',
  'file://host/x',
  'file:a\0',
])('the device %j is refused', (device) => {
  expect(problemsOf({ printers: [{ name: 'a', device }] })).toMatchObject([{ path: 'printers[0].device' }]);
});

test.each(['a', 'A1', 'hall.2', 'x'.repeat(127), '9-a_b'])('the printer name %s is good', (name) => {
  expect(problemsOf({ printers: [{ ...printer, name }] })).toEqual([]);
});

test.each(['', '.', '..', '-x', 'a b', 'a/b', 'ä', 'a%', 'x'.repeat(128)])(
  'the printer name %j is refused',
  (name) => {
    expect(problemsOf({ printers: [{ ...printer, name }] })).toMatchObject([{ path: 'printers[0].name' }]);
  },
);

test.each(['0', '0.05', '12', '1.2345', '100000000'])('the price %j is good', (impression) => {
  expect(problemsOf({ printers: [{ ...printer, prices: { impression } }] })).toEqual([]);
});

test.each(['', '-1', '0.12345', '1,5', '0.05 EUR', '1e3', '100000000.0001', '.5'])(
  'the price %j is refused',
  (impression) => {
    expect(problemsOf({ printers: [{ ...printer, prices: { impression } }] })).toMatchObject([
      { path: 'printers[0].prices.impression', found: JSON.stringify(impression) },
    ]);
  },
);

test('a price as a number is refused with the way to write it', () => {
  expect(problemsOf({ printers: [{ ...printer, prices: { sheet: 0.05 } }] })).toMatchObject([
    { path: 'printers[0].prices.sheet', found: '0.05', hint: 'write it in double quotes: "0.05"' },
  ]);
});

test('every problem is told at once, in the order of the file, with its line and column', () => {
  const text = `{
  "listen": ["localhost"],
  "stor": { "kind": "embedded" },
  "users": { "unknown": "created" },
  "defaultPrinter": "dmo",
  "printers": [
    { "name": "demo", "device": "scoket://h", "price": {} },
    { "name": "Demo", "prices": { "impressions": "1" } }
  ]
}`;
  expect(problemsOf(text)).toMatchObject([
    { line: 2, column: 14, path: 'listen[0]', found: '"localhost"' },
    { line: 3, column: 3, path: 'stor', found: 'the key "stor"', hint: 'did you mean "store"?' },
    {
      line: 4,
      column: 25,
      path: 'users.unknown',
      expected: '"create", "deny" or "allow"',
      hint: 'did you mean "create"?',
    },
    { line: 5, column: 21, path: 'defaultPrinter', hint: 'did you mean "demo"?' },
    { line: 7, column: 33, path: 'printers[0].device', hint: 'did you mean socket:?' },
    { line: 7, column: 47, path: 'printers[0].price', hint: 'did you mean "prices"?' },
    { line: 8, column: 5, path: 'printers[1].device', found: 'nothing' },
    { line: 8, column: 15, path: 'printers[1].name', found: '"Demo"' },
    { line: 8, column: 35, path: 'printers[1].prices.impressions', hint: 'did you mean "impression"?' },
  ]);
});

test.each([
  [{ printers: [] }, 'printers'],
  [{}, 'printers'],
  [{ printers: [printer], listen: [] }, 'listen'],
  [{ printers: [printer], listen: ['127.0.0.1:1', '127.0.0.1:1'] }, 'listen[1]'],
  [{ printers: [printer], stopWithinMs: 1.5 }, 'stopWithinMs'],
  [{ printers: [printer], currency: { code: 'Euro' } }, 'currency.code'],
  [{ printers: [{ ...printer, info: 'ä'.repeat(64) }] }, 'printers[0].info'],
  [{ printers: [{ ...printer, info: 'a\nb' }] }, 'printers[0].info'],
  [{ printers: [{ ...printer, identity: { levels: [] } }] }, 'printers[0].identity.levels'],
  [{ printers: [{ ...printer, unknownCount: { assume: 0 } }] }, 'printers[0].unknownCount'],
  [{ printers: [printer], users: { template: { limits: { dmeo: {} } } } }, 'users.template.limits.dmeo'],
  [
    { printers: [printer], users: { template: { limits: { demo: { soft: 9, hard: 8 } } } } },
    'users.template.limits.demo.soft',
  ],
])('%j has its problem at %s', (content, path) => {
  expect(problemsOf(content)).toMatchObject([{ path }]);
});

test('a file that is not JSON is told by line, and nothing else is guessed from it', () => {
  expect(problemsOf('{\n "printers": [\n  { "name": "a" "device": "x" }\n ]\n "data": }')).toMatchObject([
    { path: '', line: 3, column: 17, expected: 'a comma before this' },
    { path: '', line: 5 },
  ]);
  expect(problemsOf('')).toMatchObject([{ line: 1, column: 1, expected: 'a value' }]);
  expect(problemsOf('[]')).toMatchObject([{ path: '', found: '[]' }]);
});

test('a key that stands twice is a problem and not a surprise', () => {
  const text = '{ "printers": [{ "name": "a", "device": "file:x", "name": "b" }] }';
  expect(problemsOf(text)).toMatchObject([
    { path: 'printers[0].name', column: 51, expected: 'every key once' },
  ]);
});

test('keys that JavaScript treats specially are unknown keys like others', () => {
  const text =
    '{ "__proto__": { "x": 1 }, "constructor": 1, "printers": [{ "name": "a", "device": "file:x" }] }';
  expect(
    problemsOf(text)
      .map((problem) => problem.path)
      .sort(),
  ).toEqual(['__proto__', 'constructor']);
});

test('a file that cannot be read is one problem', () => {
  expect(loadConfig('/nowhere/platen.json', {})).toMatchObject({
    kind: 'invalid',
    problems: [{ path: '', line: 0, expected: 'a configuration file at /nowhere/platen.json' }],
  });
});

const mongo = (uri: unknown) => ({ printers: [printer], store: { kind: 'mongo', uri } });

test('a secret comes from the file, a variable or a file of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'platen-config-'));
  try {
    writeFileSync(join(folder, 'uri'), 'mongodb://from-file/\n');
    const more = { file: join(folder, 'platen.json'), variables: { MONGO: 'mongodb+srv://from-env/' } };
    expect(configOf(mongo('mongodb://here'), more).store).toMatchObject({
      uri: 'mongodb://here',
      database: 'platen',
    });
    expect(configOf(mongo({ env: 'MONGO' }), more).store).toMatchObject({ uri: 'mongodb+srv://from-env/' });
    expect(configOf(mongo({ file: 'uri' }), more).store).toMatchObject({ uri: 'mongodb://from-file/' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [{ env: 'NOT_SET' }, 'store.uri.env'],
  [{ file: 'absent' }, 'store.uri.file'],
  [{ envv: 'X' }, 'store.uri'],
  ['http://x', 'store.uri'],
  [undefined, 'store.uri'],
])('the secret %j is refused at %s', (uri, path) => {
  expect(problemsOf(mongo(uri))).toMatchObject([{ path }]);
});

test('a password never stands in a problem', () => {
  expect(JSON.stringify(problemsOf(mongo('mongdb://user:a@/hunter2@host/')))).not.toContain('hunter2');
  const inVariable = problemsOf(mongo({ env: 'URI' }), { variables: { URI: 'x://u:hunter2@host/' } });
  expect(inVariable).toHaveLength(1);
  expect(JSON.stringify(inVariable)).not.toContain('hunter2');
});

test('claimed names on a public address are a warning for each printer that takes them', () => {
  const careful = { name: 'b', device: 'file:x', identity: { levels: ['password'] } };
  expect(warningsOf({ listen: ['0.0.0.0:8631'], printers: [printer, careful] })).toEqual([
    expect.stringContaining(
      "printer demo takes the name a client claims, and others reach it at 0.0.0.0:8631: anyone spends anyone's money",
    ),
  ]);
  expect(warningsOf({ listen: ['127.0.0.1:8631', 'unix:x'], printers: [printer] })).toEqual([]);
});

test('what the command line listens on is what the warning looks at', () => {
  const listen = [{ kind: 'tcp', host: '127.0.0.1', port: 1 }] as const;
  const text = JSON.stringify({ listen: ['0.0.0.0:8631'], printers: [printer] });
  expect(parseConfig(text, { ...context, overrides: { listen } })).toMatchObject({
    kind: 'ok',
    config: { listen },
    warnings: [],
  });
});

test('a password in the file, a store in memory and idle limits are warnings', () => {
  expect(warningsOf(mongo('mongodb://user:pw@host'))).toEqual([
    expect.stringContaining('a password stands in the file'),
  ]);
  expect(warningsOf({ store: { kind: 'memory' }, printers: [printer] })).toEqual([
    expect.stringContaining('are gone'),
  ]);
  const users = { template: { mode: 'balance', limits: { demo: { hard: 1 } } } };
  expect(warningsOf({ users, printers: [printer] })).toEqual([expect.stringContaining('no use for limits')]);
});

const held = { by: 'owner', levels: ['password'] };

test('a printer holds its jobs by its own rule, else by that of defaults', () => {
  const printers = [printer, { ...printer, name: 'b', release: { by: 'nobody' } }];
  const config = configOf({ defaults: { release: { ...held, expireAfterMinutes: 5 } }, printers });
  expect(config.printers.map(({ release }) => release)).toEqual([
    { ...held, at: [], expireAfterMinutes: 5 },
    { ...held, by: 'nobody', at: [], expireAfterMinutes: 5 },
  ]);
});

test.each([
  ['a printer without a device whose jobs nobody releases', { name: 'b', device: 'release:' }, 'release'],
  [
    'and one whose jobs are released nowhere',
    { name: 'b', device: 'release:', release: { by: 'owner' } },
    'release',
  ],
  ['a queue of CUPS that holds', { name: 'b', device: 'cupspykota:', release: { by: 'owner' } }, 'release'],
  [
    'a place to release that is no printer',
    { name: 'b', device: 'file:x', release: { at: ['c'] } },
    'release.at[0]',
  ],
  [
    'and one that is the printer itself',
    { name: 'b', device: 'file:x', release: { at: ['b'] } },
    'release.at[0]',
  ],
])('%s is a problem', (_what, second, path) => {
  expect(problemsOf({ printers: [printer, second] })).toMatchObject([{ path: `printers[1].${path}` }]);
});

test('a directory that is asked over the network without TLS is a warning that says the way out', () => {
  const asking = (url: string, more: object = {}): readonly string[] =>
    warningsOf({ printers: [printer], identity: { ldap: { url, userDn: 'uid={user}', ...more } } });
  expect(asking('ldap://ldap.example.org')).toEqual([
    'every password goes to ldap.example.org in the clear: write ldaps:// or "startTls": true',
  ]);
  expect(asking('ldap://[2001:db8::1]:389')).toHaveLength(1);
  expect(asking('ldap://[')).toEqual(['invalid']);
  expect(asking('ldap://ldap.example.org', { startTls: true })).toEqual([]);
  for (const url of [
    'ldaps://ldap.example.org',
    'ldap://127.0.0.1:389',
    'ldap://[::1]',
    'ldap://localhost',
  ]) {
    expect(asking(url)).toEqual([]);
  }
});

test('claimed names on a public address are no warning where only a proved name releases', () => {
  const listen = ['0.0.0.0:8631'];
  expect(warningsOf({ listen, printers: [{ ...printer, release: held }] })).toEqual([]);
  expect(warningsOf({ listen, printers: [{ ...printer, release: { by: 'owner' } }] })).toHaveLength(1);
});

test.each([
  [{ certificate: 'cert.pem' }, 'tls.key', 'the file with the private key of tls.certificate'],
  [{ key: 'key.pem' }, 'tls.certificate', 'the file with the certificate of tls.key'],
])('%j is half of what TLS needs, and not taken for none', (tls, path, expected) => {
  expect(problemsOf({ tls, printers: [printer] })).toMatchObject([{ path, expected }]);
  expect(problemsOf({ tls: { certificate: 'cert.pem', key: 'key.pem' }, printers: [printer] })).toEqual([]);
});
