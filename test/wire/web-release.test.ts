import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { PrintServerError } from '../../src/base/fault.ts';
import { Credentials, type Identifier } from '../../src/identity/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import { createWeb } from '../../src/web/index.ts';
import { identifier } from '../support/identifier.ts';
import { demo, openTestService, printed, type TestService, until } from '../support/print-service.ts';
import { ScriptedDevice } from '../support/scripted-device.ts';

let folder: string;
let credentials: Credentials;
let service: TestService;
let devices: Map<string, ScriptedDevice>;
let web: ReturnType<typeof createWeb>;

const byOwner = { by: 'owner', at: [], expireAfterMinutes: 60 } as const;
const site = { ...demo, identity: { levels: ['claimed', 'password'] } } as const;
const printers = [
  { ...site, name: 'anywhere', device: 'release:', release: { ...byOwner, at: ['left', 'right'] } },
  { ...site, name: 'left' },
  { ...site, name: 'right' },
  { ...site, name: 'safe', release: byOwner },
];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'platen-web-release-'));
  credentials = new Credentials(join(folder, 'credentials.json'));
  await credentials.setPassword('alice', 'correct horse');
  await credentials.setPassword('bob', 'battery staple');
  devices = new Map(
    printers.map(({ name }) => [
      name,
      new ScriptedDevice(`file:///${name}/`, name === 'anywhere' ? 'release' : 'file'),
    ]),
  );
  service = await openTestService({
    device: new ScriptedDevice(),
    devices: ({ name }) => devices.get(name) ?? new ScriptedDevice(),
    printers,
  });
  web = webOf(identifier({}, credentials));
});

function webOf(whoAsks: Identifier): ReturnType<typeof createWeb> {
  const { jobs } = service;
  return createWeb({
    jobs,
    visiting: { identifier: whoAsks, jobs },
    info: () => ({ version: '1', reachableByOthers: false }),
    ready: () => Promise.resolve(true),
    speech: { language: 'en', currency: { code: 'EUR', digits: 2 } },
    tlsOnly: false,
    clock: systemClock,
    log: quietLog,
  });
}

afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const passwords = { alice: 'correct horse', bob: 'battery staple' } as const;

async function page(path: string, user: keyof typeof passwords = 'alice'): Promise<string> {
  const answer = await request(web).get(path).auth(user, passwords[user]).expect(200);
  return answer.text;
}

function tokenIn(text: string): string {
  return /name="token" value="([\w-]+)"/.exec(text)?.[1] ?? '';
}

async function press(
  path: string,
  fields: Readonly<Record<string, string>>,
  user: keyof typeof passwords = 'alice',
): Promise<{ readonly status: number; readonly text: string }> {
  const { status, text } = await request(web)
    .post(path)
    .auth(user, passwords[user])
    .type('form')
    .send(fields);
  return { status, text };
}

async function job(printer: string, name = 'secret.pdf', pin?: string): Promise<string> {
  const password =
    pin === undefined ? {} : { pin: { encryption: 'none' as const, octets: Buffer.from(pin) } };
  const view = await printed(service.jobs, 'alice', 2, { printer, name, ...password });
  return String(view.job.id);
}

test('asks who it is, and shows nobody the jobs of another', async () => {
  await job('safe');
  const nobody = await request(web).get('/release').expect(401);
  expect(nobody.headers['www-authenticate']).toContain('Basic');
  expect(nobody.text).not.toContain('secret.pdf');
  await request(web).get('/release').auth('alice', 'wrong').expect(401);
  expect(await page('/release', 'bob')).toContain('Nothing waits for you');
  const mine = await page('/release');
  expect(mine).toContain('secret.pdf');
  expect(mine).toContain('2 sides · €2.00');
  expect(mine).toContain('given up in 60 min');
  expect(mine).toContain('Print at safe');
});

test.each([
  ['de-AT, en;q=0.5', 'de', 'Das Verzeichnis der Passwörter ist nicht erreichbar'],
  ['pt', 'en', 'The directory of passwords cannot be reached; try again later.'],
])(
  'says in the language of the visitor (%s) that passwords cannot be asked for now',
  async (asked, language, sentence) => {
    const ldap = { url: 'ldap://127.0.0.1:1', userDn: 'uid={user}', startTls: false, timeoutMs: 1000 };
    const answer = await request(webOf(identifier({ ldap })))
      .get('/release')
      .set('accept-language', asked)
      .auth('alice', 'correct horse')
      .expect(503);
    expect(answer.text).toContain(`<html lang="${language}">`);
    expect(answer.text).toContain(`<p class="lead">${sentence}`);
  },
);

test('leads whoever comes without encryption from another machine to where a password may be typed', async () => {
  const remote = createServer((incoming, response) => {
    Object.defineProperty(incoming.socket, 'remoteAddress', { value: '192.0.2.9' });
    web(incoming, response);
  });
  const answer = await request(remote)
    .get('/release/left')
    .set({ host: 'print.example.org:8631', accept: 'text/html' })
    .expect(403);
  expect(answer.text).toContain('<a href="https://print.example.org:8631/release/left">');
  expect(answer.headers).not.toHaveProperty('www-authenticate');
});

test('says that the accounts cannot be asked now, and to come again', async () => {
  const away = new PrintServerError('store-unreachable', 'gone');
  vi.spyOn(service.jobs, 'jobs').mockRejectedValue(away);
  const answer = await request(web).get('/release').auth('alice', passwords.alice).expect(503);
  expect(answer.text).toContain('The accounts cannot be reached; try again later.');
});

test('speaks the language of the visitor on the page, its buttons and what became of them', async () => {
  const id = await job('safe');
  const inGerman = { 'accept-language': 'de' };
  const list = await request(web).get('/release').set(inGerman).auth('alice', passwords.alice).expect(200);
  for (const words of [
    'Meine Aufträge',
    '2 Druckseiten · 2,00\u00a0€',
    'An safe drucken',
    'verfällt in 60 min',
  ]) {
    expect(list.text).toContain(words);
  }
  const press = async (token: string): Promise<string> => {
    const answer = await request(web)
      .post('/release')
      .set(inGerman)
      .auth('alice', passwords.alice)
      .type('form')
      .send({ job: id, token, release: 'nowhere' });
    return answer.text;
  };
  expect(await press('x')).toContain('Nicht geschehen');
  expect(await press(tokenIn(list.text))).toContain(`Auftrag ${id} kann an nowhere nicht gedruckt werden.`);
});

test('prints what its owner lets go, and says so', async () => {
  const id = await job('safe');
  const token = tokenIn(await page('/release'));
  const done = await press('/release', { job: id, token, release: 'safe' });
  expect([done.status, done.text.includes(`Job ${id} is on its way to safe.`)]).toEqual([200, true]);
  await until(service.jobs, Number(id), 'ended');
  expect(devices.get('safe')?.sent).toHaveLength(1);
});

test('buttons say of which job they are to whoever hears the page', async () => {
  const id = await job('safe', 'minutes.pdf');
  const text = await page('/release');
  expect(text).toContain(`<h2 id="job-${id}">minutes.pdf</h2>`);
  expect([...text.matchAll(/<button [^>]*aria-describedby="job-(\d+)"/g)].map(([, each]) => each)).toEqual([
    id,
    id,
  ]);
});

test('tells what is left, of a quota only at the printer that it is for', async () => {
  const policy = { mode: 'both', overdraft: 0, limits: { left: { hard: 100 } } } as const;
  const opening = { amount: 50_000, by: 'cash desk' };
  await service.store.makeAccount({ name: 'alice', policy, at: 0, opening });
  const leftIn = (text: string): string | undefined => /<p class="left">(.*?)<\/p>/.exec(text)?.[1];
  expect(leftIn(await page('/release', 'bob'))).toBe('bob prints without a limit.');
  expect(leftIn(await page('/release'))).toBe('alice: €5.00 left.');
  expect(leftIn(await page('/release/right'))).toBe('alice: €5.00 left.');
  expect(leftIn(await page('/release/left'))).toBe(
    'alice: €5.00 left. alice: 100 of 100 impressions left on this printer.',
  );
});

test('shows the jobs also while nobody can say what is left', async () => {
  await job('safe');
  vi.spyOn(service.jobs, 'allowance').mockRejectedValue(new PrintServerError('store-unreachable', 'gone'));
  const text = await page('/release');
  expect(text).toContain('secret.pdf');
  expect(text).not.toContain('class="left"');
});

test('offers every printer where a job may come out, or the one that the address names', async () => {
  const id = await job('anywhere');
  const all = await page('/release');
  expect([...all.matchAll(/Print at (\w+)/g)].map(([, printer]) => printer)).toEqual(['left', 'right']);
  const atRight = await page('/release/right');
  expect([...atRight.matchAll(/Print at (\w+)/g)].map(([, printer]) => printer)).toEqual(['right']);
  expect(await page('/release/safe')).toContain('Nothing waits for you at safe');
  await request(web).get('/release/nowhere').auth('alice', passwords.alice).expect(404);
  await press('/release/right', { job: id, token: tokenIn(atRight), release: 'right' });
  expect((await until(service.jobs, Number(id), 'ended')).printer).toBe('right');
});

test('the page of a printer says that jobs wait there, and where they come out', async () => {
  const anywhere = await request(web).get('/printers/anywhere').expect(200);
  expect(anywhere.text).toContain('Jobs wait here until you let them go at left or right');
  const left = await request(web).get('/printers/left').expect(200);
  expect(left.text).not.toContain('Jobs wait here');
});

test('asks for the PIN of a job that has one, and says what is wrong', async () => {
  const id = await job('left', 'payslip.pdf', '4711');
  const text = await page('/release');
  expect(text).toMatch(/<input type="password" name="pin"/);
  const fields = { job: id, token: tokenIn(text), release: 'left' };
  expect((await press('/release', { ...fields, pin: '' })).text).toContain(
    `Job ${id} is released with its PIN.`,
  );
  expect((await press('/release', { ...fields, pin: '1' })).text).toContain('4 more tries');
  expect((await press('/release', { ...fields, pin: '4711' })).text).toContain('on its way to left');
  await until(service.jobs, Number(id), 'ended');
});

test('cancels what is not wanted any more', async () => {
  const id = await job('safe');
  const token = tokenIn(await page('/release'));
  expect((await press('/release', { job: id, token, cancel: 'yes' })).text).toContain(
    `Job ${id} is cancelled.`,
  );
  expect((await until(service.jobs, Number(id), 'ended')).settlement?.action).toBe('cancelled');
});

test('does nothing for a form of another page, another person or nobody', async () => {
  const id = await job('safe');
  await job('safe', 'mine too');
  const mine = tokenIn(await page('/release'));
  for (const token of ['', 'x', `${mine}x`]) {
    expect((await press('/release', { job: id, token, release: 'safe' })).status).toBe(403);
  }
  expect((await press('/release', { job: id, token: mine, release: 'safe' }, 'bob')).status).toBe(403);
  await request(web)
    .post('/release')
    .type('form')
    .send({ job: id, token: mine, release: 'safe' })
    .expect(401);
  const large = 'x'.repeat(5_000);
  expect((await press('/release', { job: id, token: mine, release: 'safe', pin: large })).status).toBe(413);
  expect((await service.jobs.job(Number(id)))?.job.state).toBe('held');
});

test('another person’s job is none to whoever guesses its number', async () => {
  const id = await job('safe');
  const view = await printed(service.jobs, 'bob', 1, { printer: 'safe' });
  const bobs = tokenIn(await page('/release', 'bob'));
  const done = await press('/release', { job: id, token: bobs, release: 'safe' }, 'bob');
  expect(done.text).toContain('There is no such job of yours.');
  expect((await service.jobs.job(Number(id)))?.job.state).toBe('held');
  expect((await service.jobs.job(view.job.id))?.job.state).toBe('held');
});
