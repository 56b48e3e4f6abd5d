import { createServer as createSecureServer } from 'node:https';
import request from 'supertest';
import { expect, test } from 'vitest';
import { PrintServerError } from '../../src/base/fault.ts';
import { loadConfig } from '../../src/config/index.ts';
import type { JobView, PrinterView } from '../../src/jobs/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import type { Job } from '../../src/model/job.ts';
import { plainStanding } from '../../src/model/printer.ts';
import { plainTicket } from '../../src/model/ticket.ts';
import { createWeb, type WebOptions } from '../../src/web/index.ts';
import { identifier } from '../support/identifier.ts';
import { selfSigned } from '../support/self-signed.ts';

const loaded = loadConfig('config/platen.json', {});
if (loaded.kind !== 'ok') throw new Error('the demo configuration is not valid');
const settings = loaded.config.printers[0]!;
const now = Date.UTC(2026, 10, 23, 12);

const demo: PrinterView = {
  settings: { ...settings, info: 'Demo <b>printer</b>' },
  capabilities: {
    formats: ['application/pdf', 'image/urf'],
    colour: true,
    sides: ['one-sided', 'two-sided-long-edge'],
    media: ['iso_a4_210x297mm'],
    resolutions: [600],
    copiesMax: 99,
    carries: [],
  },
  deviceAttributes: new Map(),
  generation: 1,
  copiesBy: 'attribute',
  takesSeveral: false,
  standing: plainStanding,
  paused: false,
  accepting: true,
  device: { state: 'idle', reasons: ['none'] },
  queued: 1,
  printing: false,
  stateChangedAt: now,
  configChangedAt: now,
};

const job: Job = {
  id: 17,
  uuid: '0',
  revision: 1,
  printer: 'demo',
  owner: { name: 'secret-owner', level: 'claimed', proof: '10.9.8.7', operator: false },
  name: 'secret-document.pdf',
  ticket: plainTicket,
  attributes: '',
  priority: 50,
  state: 'pending',
  reasons: [],
  message: 'secret-message',
  needsOperator: false,
  account: 'secret-account',
  quote: { impressions: 4, sheets: 2, colour: 0, amount: 2_200, prices: settings.prices, evidence: [] },
  attempts: [],
  submittedAt: now - 300_000,
};
const view: JobView = { job, intervening: 2 };
const none = { kind: 'not-found' } as const;

function web(more: Partial<WebOptions> = {}, printer: PrinterView = demo): ReturnType<typeof createWeb> {
  return createWeb({
    jobs: {
      printers: () => [printer],
      printer: (name) => (name === 'demo' ? printer : undefined),
      jobs: () => Promise.resolve([view]),
      job: (id) => Promise.resolve(id === 17 ? view : undefined),
    },
    visiting: {
      identifier: identifier(),
      jobs: {
        release: () => Promise.resolve(none),
        cancel: () => Promise.resolve(none),
        allowance: () => Promise.resolve(undefined),
      },
    },
    info: () => ({ version: '0.1.0', reachableByOthers: false }),
    ready: () => Promise.resolve(true),
    speech: { language: 'en', currency: { code: 'EUR', digits: 2 } },
    tlsOnly: false,
    clock: { now: () => now },
    log: quietLog,
    ...more,
  });
}

test('the first page shows printers, their state and addresses as the browser reached them', async () => {
  const page = await request(web()).get('/').set('host', 'print.example.org:8631').expect(200);
  expect(page.text).toContain('ipp://print.example.org:8631/');
  expect(page.text).toContain('Ready');
  expect(page.text).toContain('1 job waiting');
  expect(page.text).toMatch(/^<!doctype html><html lang="en">/);
  expect(page.headers['cache-control']).toBe('no-store');
});

test.each(['/', '/printers/demo', '/jobs/17', '/help'])(
  '%s shows no names of people or documents, and no amounts of anybody',
  async (path) => {
    const page = await request(web()).get(path).expect(200);
    expect(page.text).not.toMatch(/secret|10\.9\.8\.7|0\.22/);
  },
);

test.each([
  ['de-AT, en;q=0.5', 'de', 'Drucker', ['Wartende Aufträge', '1 Auftrag wartet']],
  ['fr-CA', 'fr', 'Imprimantes', ['Travaux en attente', '1 travail en attente']],
  ['es, de;q=0.9', 'es', 'Impresoras', ['Trabajos en espera', '1 trabajo en espera']],
  ['pt', 'en', 'Printers', ['Jobs waiting', '1 job waiting']],
])('whoever asks for %s reads pages in %s', async (asked, language, title, words) => {
  const page = await request(web()).get('/').set('accept-language', asked).expect(200);
  expect(page.text).toMatch(new RegExp(`^<!doctype html><html lang="${language}">`));
  for (const text of [`<title>${title} · Platen</title>`, `<h1>${title}</h1>`, ...words]) {
    expect(page.text).toContain(text);
  }
  expect(page.headers['content-language']).toBe(language);
  expect(page.headers['vary']).toMatch(/accept-language/i);
});

test('who asks for no language of ours reads the one of the configuration', async () => {
  const speech = { language: 'fr', currency: { code: 'EUR', digits: 2 } } as const;
  const silent = await request(web({ speech })).get('/printers/demo').expect(200);
  expect(silent.text).toContain('<html lang="fr">');
  expect(silent.text).toContain('0,05\u00a0€');
  const other = await request(web({ speech })).get('/nope').set('accept-language', 'nl').expect(404);
  expect(other.text).toContain('Introuvable');
  const english = await request(web({ speech })).get('/nope').set('accept-language', 'en').expect(404);
  expect(english.text).toContain('Not found');
});

test.each(['/', '/printers/demo', '/jobs/17', '/help', '/nope'])(
  'no English is left on %s in another language',
  async (path) => {
    const page = await request(web()).get(path).set('accept-language', 'de');
    expect(page.text).not.toMatch(/\b(the|of|and|your|Printers|Jobs?|waiting|Choose|Open|Add)\b(?!-)/);
  },
);

test('jobs waiting are told by number, state, sides and time', async () => {
  const page = await request(web()).get('/').expect(200);
  expect(page.text).toContain('href="/jobs/17"');
  expect(page.text).toContain('5 min ago');
  expect(page.text).toMatch(/data-label="Sides"[^>]*>4</);
});

test('many sides are written as the language writes numbers, also before any is printed', async () => {
  const large = { ...view, job: { ...job, quote: { ...job.quote!, impressions: 1_234_567 } } };
  const jobs = { printers: () => [demo], printer: () => demo, jobs: () => Promise.resolve([large]) };
  const page = await request(web({ jobs: { ...jobs, job: () => Promise.resolve(large) } }))
    .get('/')
    .set('accept-language', 'de')
    .expect(200);
  expect(page.text).toMatch(/data-label="Druckseiten"[^>]*>1\.234\.567</);
});

test('a job that waits for its release leads to where it is let go', async () => {
  const held = { job: { ...job, state: 'held', waits: { release: true } }, intervening: 0 } as const;
  const jobs = { printers: () => [demo], printer: () => demo, jobs: () => Promise.resolve([held]) };
  const page = await request(web({ jobs: { ...jobs, job: () => Promise.resolve(held) } })).get('/jobs/17');
  expect(page.text).toContain('href="/release">your jobs');
  expect((await request(web()).get('/jobs/17')).text).not.toContain('your jobs');
});

test('texts of the configuration are escaped', async () => {
  const page = await request(web()).get('/printers/demo').expect(200);
  expect(page.text).toContain('Demo &lt;b>printer&lt;/b>');
});

test('a printer says what it can do, what it costs and how it is added on every system', async () => {
  const page = await request(web()).get('/printers/demo').set('host', 'print.example.org:8631').expect(200);
  for (const words of [
    'PDF, Apple raster',
    'A4\u00a0(210\u00a0×\u00a0297\u00a0mm)',
    '€0.05',
    '€0.06',
    'up to 99',
  ]) {
    expect(page.text).toContain(words);
  }
  for (const system of ['Windows', 'macOS', 'iPhone', 'Android', 'ChromeOS', 'Linux']) {
    expect(page.text).toContain(`<summary>${system}`);
  }
  expect(textOf(page.text)).toContain(
    'lpadmin -p demo -E -v ipp://print.example.org:8631/ipp/print/demo -m everywhere',
  );
});

/** What is copied from a page. */
function textOf(page: string): string {
  return page.replaceAll(/<\/?(?:wbr|span)\b[^>]*>/g, '');
}

test('a printer names its keywords for clients, in the languages of the server', async () => {
  const media = ['iso_a4_210x297mm', 'custom_visiting-card_55x85mm'];
  const cards = { ...demo, capabilities: { ...demo.capabilities, media } };
  const file = await request(web({}, cards)).get('/printers/demo/strings/de.strings').expect(200);
  expect(file.headers['content-type']).toBe('text/strings; charset=utf-8');
  const lines = file.text.trimEnd().split('\n');
  expect(lines).toContain('"job-state-reasons.job-release-wait" = "Wartet auf Freigabe";');
  expect(lines).toContain('"media.custom_visiting-card_55x85mm" = "Visiting card (55 × 85 mm)";');
  expect(lines.filter((line) => !/^"[a-z0-9_.-]+" = "[^"\\]+";$/.test(line))).toEqual([]);
  // Every client has a name for A4 in its own words.
  expect(lines.some((line) => line.includes('iso_a4'))).toBe(false);
  await request(web()).get('/printers/demo/strings/nl.strings').expect(404);
  await request(web()).get('/printers/nowhere/strings/de.strings').expect(404);
});

const cases: readonly (readonly [word: string, printer: Partial<PrinterView>])[] = [
  ['Paused', { paused: true }],
  ['Not taking jobs', { accepting: false }],
  ['Not reachable', { device: { state: 'unreachable', reasons: [] } }],
  ['Out of paper', { device: { state: 'stopped', reasons: ['media-empty-error'] } }],
  ['lamp broken', { device: { state: 'stopped', reasons: [], message: 'lamp broken' } }],
  ['Printing', { printing: true }],
];

test.each(cases)('a printer in trouble or at work says "%s"', async (word, change) => {
  const page = await request(web({}, { ...demo, ...change }))
    .get('/')
    .expect(200);
  expect(page.text).toContain(word);
});

test.each(['/', '/printers/demo'])('%s says what operators have said of a printer', async (path) => {
  const standing = {
    ...plainStanding,
    paused: true,
    reason: 'The fuser is being replaced.',
    message: 'Back on <Monday>.',
    holdsNewJobs: true,
  };
  const device = { state: 'stopped', reasons: ['media-empty-error'] } as const;
  const page = await request(web({}, { ...demo, paused: true, standing, device }))
    .get(path)
    .expect(200);
  const details = [...page.text.matchAll(/<p class="detail">(.*?)<\/p>/g)].map(([, text]) => text);
  expect(details).toEqual([
    'The fuser is being replaced.',
    'Back on &lt;Monday>.',
    'New jobs wait until an operator releases them.',
    'Out of paper',
  ]);
});

test('while the store is away the printers are shown and the jobs are said to be unknown', async () => {
  const away = (): Promise<never> => Promise.reject(new PrintServerError('store-unreachable', 'gone'));
  const jobs = { printers: () => [demo], printer: () => demo, jobs: away, job: away };
  const page = await request(web({ jobs })).get('/').expect(200);
  expect(page.text).toContain('cannot be reached right now');
  await request(web({ jobs })).get('/jobs/17').expect(503);
});

test.each([
  ['store-outcome-unknown', 'The accounts cannot be reached; try again later.'],
  ['disk-full', 'The print server has no room for the document; try again later.'],
] as const)('what passes (%s) is said, and to come again', async (code, sentence) => {
  const fails = (): Promise<never> => Promise.reject(new PrintServerError(code, 'secret detail'));
  const jobs = { printers: () => [demo], printer: () => demo, jobs: fails, job: fails };
  const page = await request(web({ jobs })).get('/jobs/17').expect(503);
  expect(page.text).toContain(sentence);
  expect(page.text).not.toContain('secret detail');
});

test('an unknown fault shows no detail, and the log has it', async () => {
  const logged: unknown[] = [];
  const log = { ...quietLog, error: (...line: readonly unknown[]) => void logged.push(line) };
  const broken = (): never => {
    throw new Error('secret detail');
  };
  const jobs = { printers: broken, printer: broken, jobs: () => Promise.resolve([]), job: broken };
  const page = await request(web({ jobs, log })).get('/').expect(500);
  expect(page.text).not.toContain('secret detail');
  expect(JSON.stringify(logged)).toContain('secret detail');
});

test.each([
  '/nope',
  '/printers/none',
  '/jobs/18',
  '/jobs/0',
  '/jobs/17x',
  '/jobs/99999999999',
  '/ipp/print',
  '/style',
])('there is no page at %s', async (path) => {
  const page = await request(web()).get(path).set('accept', 'text/html').expect(404);
  expect(page.text).toContain('Not found');
});

test('a malformed address is not understood, and does not break the server', async () => {
  await request(web()).get('/printers/%zz').expect(400);
});

test('programs get an error as one line of text', async () => {
  const answer = await request(web()).get('/nope').set('accept', 'text/plain').expect(404);
  expect(answer.text).toBe('Not found: There is no page at this address.\n');
});

test('what is no print request is refused where print requests go', async () => {
  const answer = await request(web()).post('/ipp/print/demo').send({ a: 1 }).expect(415);
  expect(answer.headers['accept-post']).toBe('application/ipp');
});

test.each(['put', 'delete', 'patch'] as const)('%s is not possible', async (method) => {
  const answer = await request(web())[method]('/ipp/print/demo').expect(405);
  expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS, POST');
  const page = await request(web())[method]('/help').expect(405);
  expect(page.headers['allow']).toBe('GET, HEAD, OPTIONS');
  await request(web()).post('/help').expect(405);
});

test('HEAD answers like GET without a body', async () => {
  const answer = await request(web()).head('/').expect(200);
  expect(answer.text).toBeUndefined();
});

test('the address of a printer leads a browser to its page', async () => {
  const answer = await request(web()).get('/ipp/print/demo').expect(302);
  expect(answer.headers['location']).toBe('/printers/demo');
});

test('/healthz says that the process lives, /readyz whether jobs can be taken', async () => {
  const health = await request(web()).get('/healthz').expect(200);
  expect(health.body).toEqual({ status: 'ok' });
  const ready = await request(web()).get('/readyz').expect(200);
  expect(ready.body).toEqual({ status: 'ready' });
  await request(web({ ready: () => Promise.resolve(false) }))
    .get('/readyz')
    .expect(503);
  await request(web({ ready: () => Promise.reject(new Error('away')) }))
    .get('/readyz')
    .expect(503);
});

test.each([48, 128, 512])('the icon of %d pixels is served as PNG', async (side) => {
  const answer = await request(web())
    .get(`/icons/printer-${side}.png`)
    .expect(200)
    .expect('content-type', 'image/png');
  expect(Buffer.isBuffer(answer.body) && answer.body.readUInt32BE(16)).toBe(side);
});

test('the style is served, and nothing on a page needs a script or another server', async () => {
  await request(web())
    .get('/style.css')
    .expect(200)
    .expect('content-type', /text\/css/);
  const page = await request(web()).get('/printers/demo').expect(200);
  expect(page.text).not.toMatch(/<script|style="|src="http|href="http/);
  const policy = page.headers['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(page.headers).not.toHaveProperty('strict-transport-security');
  expect(page.headers).not.toHaveProperty('x-powered-by');
});

test('an iPhone is given a profile of the printer', async () => {
  const answer = await request(web())
    .get('/printers/demo/airprint.mobileconfig')
    .set('host', 'print.example.org:8631')
    .buffer(true)
    .parse((response, done) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        done(null, text);
      });
    })
    .expect(200)
    .expect('content-type', /application\/x-apple-aspen-config/);
  expect(answer.body).toContain('<string>print.example.org</string>');
  await request(web()).get('/printers/none/airprint.mobileconfig').expect(404);
});

test('browsers are held to TLS only where there is nothing without it, and only by TLS', async () => {
  const said = async (tlsOnly: boolean, secure: boolean): Promise<unknown> => {
    const app = web({ tlsOnly });
    const server = secure ? createSecureServer(selfSigned, app) : app;
    const page = await request(server).get('/').trustLocalhost().expect(200);
    const { headers }: { headers: Readonly<Record<string, string>> } = page;
    return headers['strict-transport-security'];
  };
  expect(await said(true, true)).toBe('max-age=15552000');
  expect(await said(true, false)).toBeUndefined();
  expect(await said(false, true)).toBeUndefined();
});
