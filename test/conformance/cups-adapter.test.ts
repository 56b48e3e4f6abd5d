import { statSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterMode, AdapterSite, adapterModes } from '../support/adapter-site.ts';
import { makePdf } from '../support/documents/index.ts';
import { describeNeeding } from '../support/needs.ts';

/*
 * What is asked of the adapter, each in a real cupsd with real `lp`, as CUPS' user and as root:
 *
 *    1  installed as a copy over an old link; advice before any job fails    here: "is a copy", "passes its own check", "tells before"
 *    2  every form of the device URI reaches the backend octet for octet     here: "takes every form of the URI"
 *    3  documents, copies, banners, filters: the same data, arguments,       here: "gives the backend of … what it gets without us"
 *       environment, user and descriptors as without us; pages are right
 *    4  a denied job of two large files is held, the next prints at once     here: "holds a denied job"
 *    5  cancel, hold, cupsdisable, stop, exits 6 and 7, restart              cups-adapter-ends
 *       SIGKILL of adapter, backend, cupsd and Platen at every step          cups-adapter-kills; at random: properties/pipeline
 *       Platen away: closed, hold, open; the journal                         cups-adapter-away
 *    6  how backends end: exits, signals, deaf, early, descriptors, noise    here: "a backend with …"; 6, 7 and deaf: cups-adapter-ends
 *    7  what a client forges is text                                         here: "what a client forges"; cups-adapter-limits
 *    8  500 MB with little memory; what the adapter costs                    cups-adapter-limits, wire/adapter-limits; bench
 *    9  devices of all others, with id and place; one backend hangs            here: "lists the devices"; cups-adapter-guide
 *   10  no secret in lpstat, error_log, processes and our logs               here: "lets nobody see a password"; cups-adapter-limits
 */

describeNeeding('cupsd', 'the adapter in a CUPS of its own', () => {
  describe.each(adapterModes)('as %s', (mode) => {
    suite(mode);
  });
});

const queues = ['raw', 'pdf', 'ps', 'exits', 'denied', 'next', 'slash', 'office'];

function suite(mode: AdapterMode): void {
  let site: AdapterSite;

  beforeAll(async () => {
    site = await AdapterSite.make({ queues, backends: [{ name: 'smb', octets: '#!/bin/sh\nexit 0\n' }] });
    // What an old PyKota leaves behind.
    await symlink('/usr/share/pykota/cupspykota', join(site.cups.backends, 'cupspykota'));
    const installed = await site.install(mode);
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    await site.addPair('raw', 'record:/x?a=b%20c&d');
    await site.addPair('pdf', 'record:/', 'pdf');
    await site.addPair('ps', 'record:/', 'ps');
  });

  afterAll(() => site.close());

  test('is a copy in place of an old link, with the mode that CUPS reads', () => {
    const found = statSync(join(site.cups.backends, 'cupspykota'));
    expect(found.isFile()).toBe(true);
    expect((found.mode & 0o7777).toString(8)).toBe(mode === 'root' ? '700' : '755');
  });

  test('passes its own check', async () => {
    const checked = await site.command('check');
    expect(checked, checked.stderr).toMatchObject({ code: 0 });
  });

  test('tells before a job fails which backends it cannot run, and the fix', async () => {
    await site.cups.addLocalQueue('office', 'lpd://127.0.0.1/x');
    const attached = await site.command('attach', 'office', '--dry-run');
    expect(attached.code).toBe(mode === 'root' ? 0 : 1);
    if (mode === 'lp') expect(attached.stderr).toContain('install --as-root');
  });

  const report = makePdf({ pages: 3 });
  const single = makePdf({ pages: 1 });
  const jobs = [
    { title: 'a raw file', queue: 'raw', files: [report], options: [], impressions: 3 },
    {
      title: 'three copies of a raw file',
      queue: 'raw',
      files: [report],
      options: ['copies=3'],
      impressions: 9,
    },
    { title: 'two raw files', queue: 'raw', files: [report, single], options: [], impressions: 4 },
    { title: 'a filtered PDF', queue: 'pdf', files: [report], options: [], impressions: 3 },
    {
      title: 'three copies of a filtered PDF',
      queue: 'pdf',
      files: [report],
      options: ['copies=3'],
      // This driver leaves copies to the printer, and says so in the data.
      impressions: 9,
    },
    { title: 'two filtered PDFs', queue: 'pdf', files: [report, single], options: [], impressions: 4 },
    { title: 'a PDF past the filters', queue: 'pdf', files: [report], options: ['raw'], impressions: 3 },
    {
      title: 'a banner before and after',
      queue: 'pdf',
      files: [report],
      options: ['job-sheets=standard,standard'],
      impressions: 5,
    },
    { title: 'PostScript', queue: 'ps', files: [report], options: [], impressions: 3 },
    {
      title: 'three copies of PostScript',
      queue: 'ps',
      files: [report],
      options: ['copies=3'],
      impressions: 9,
    },
  ] as const;

  test.each(jobs)(
    'gives the backend of $title what it gets without us, and charges its pages',
    async (job) => {
      const { queue, options, impressions } = job;
      const user = `user${jobs.indexOf(job)}`;
      const files: string[] = [];
      for (const [index, octets] of job.files.entries())
        files.push(await site.file(`doc${index}.pdf`, octets));
      const plain = await site.cups.print(`plain-${queue}`, files, { user, options });
      const managed = await site.cups.print(queue, files, { user, options });
      for (const id of [plain, managed]) {
        const over = await site.cups.over(id);
        expect(over.state, await site.cups.log(id)).toBe('completed');
      }
      const both = (what: string) =>
        Promise.all([site.recorded(`plain-${queue}`, plain, what), site.recorded(queue, managed, what)]);
      const [dataBefore, data] = await both('data');
      // A banner has the number and the time of its job on it.
      if (!options.some((option) => option.startsWith('job-sheets')))
        expect(withoutStamps(data) === withoutStamps(dataBefore), 'the data is the same').toBe(true);
      for (const what of ['args', 'env', 'who']) {
        const [before, now] = await both(what);
        expect(sameEachTime(now, managed)).toBe(
          sameEachTime(before, plain).replaceAll(`plain-${queue}`, queue),
        );
      }
      const [row] = await site.books.rowsOnce(user, 1);
      expect(row).toMatchObject({ action: 'printed', impressions });
    },
  );

  test('takes every form of the URI, those of an old printers.conf too', async () => {
    const file = await site.file('one.pdf', single);
    for (const before of ['cupspykota:/', 'cupspykota:///', 'cupspykota://localhost/']) {
      await site.cups.run('lpadmin', '-p', 'slash', '-v', `${before}record:/x?y=%20&z`, '-E', '-m', 'raw');
      const id = await site.cups.print('slash', file, { user: 'slash' });
      expect((await site.cups.over(id)).state, await site.cups.log(id)).toBe('completed');
      expect(String(await site.recorded('slash', id, 'env'))).toContain('DEVICE_URI=record:/x?y=%20&z\n');
    }
    await site.cups.stop();
    const conf = join(site.cups.serverRoot, 'printers.conf');
    const text = await readFile(conf, 'utf8');
    await writeFile(conf, text.replace('cupspykota://localhost/record:', 'cupspykota://record:'));
    await site.cups.begin();
    const id = await site.cups.print('slash', file, { user: 'slash' });
    expect((await site.cups.over(id)).state, await site.cups.log(id)).toBe('completed');
  });

  test('holds a denied job of two large files, tells its owner alone, and prints the next at once', async () => {
    await site.addManaged('denied', 'record:/');
    await site.server.cli('users', 'add', 'poor', '--mode', 'balance', '--balance', '0');
    const large = Buffer.concat([makePdf({ pages: 2 }), Buffer.alloc(20_000_000, '%\n')]);
    const files = [await site.file('large1.pdf', large), await site.file('large2.pdf', large)];
    const refused = await site.cups.print('denied', files, { user: 'poor' });
    const next = await site.cups.print('denied', await site.file('one.pdf', single), { user: 'rich' });
    const held = await site.cups.over(refused);
    expect(held.state, await site.cups.log(refused)).toBe('pending-held');
    expect(held.message).toContain('0.00');
    expect((await site.cups.over(next)).state).toBe('completed');
    expect(await site.cups.printerMessage('denied')).toBe('');
    expect(await site.runs('denied', refused)).toBe(0);
    const status = await site.command('status', '--json');
    expect(status.stdout).toContain(
      `"held":[{"job":${refused},"user":"poor","reason":"account-limit-reached"}]`,
    );
    const early = await site.command('release-held');
    expect(early).toMatchObject({ code: 0, stdout: '' });
    await site.server.cli('grant', 'poor', '5');
    const released = await site.command('release-held');
    expect(released.stdout).toContain(`denied-${refused} of poor: released.`);
    expect((await site.cups.over(refused)).state, await site.cups.log(refused)).toBe('completed');
    const rows = await site.books.rowsOnce('poor', 2);
    expect(rows).toMatchObject([{ action: 'printed', impressions: 4 }, { action: 'refused' }]);
  });

  test.each([
    ['exit=0', 'completed'],
    ['exit=1', 'aborted'],
    ['exit=2', 'pending-held'],
    ['exit=3', 'pending-held'],
    ['exit=5', 'canceled'],
    ['exit=8', 'aborted'],
    ['exit=100', 'aborted'],
    ['die=KILL', 'aborted'],
    ['die=SEGV', 'aborted'],
    ['early=yes', 'completed'],
    ['fds=yes', 'completed'],
    ['loud=yes', 'completed'],
  ])('a backend with %s leaves the job %s', async (word, state) => {
    await site.cups.run(
      'lpadmin',
      '-p',
      'exits',
      '-v',
      `cupspykota:record:/?${word}`,
      '-E',
      '-m',
      'raw',
      '-o',
      'printer-error-policy=abort-job',
    );
    const id = await site.cups.print('exits', await site.file('one.pdf', single), { user: 'exits' });
    expect((await site.cups.over(id)).state, await site.cups.log(id)).toBe(state);
    await site.cups.run('cupsenable', 'exits');
    if (word === 'exit=2') await site.cups.run('lpadmin', '-p', 'exits', '-o', 'auth-info-required=none');
  });

  test('a backend that stops its queue stops it', async () => {
    await site.cups.run('lpadmin', '-p', 'exits', '-v', 'cupspykota:record:/?exit=4', '-E', '-m', 'raw');
    const id = await site.cups.print('exits', await site.file('one.pdf', single), { user: 'exits' });
    for (let left = 100; left > 0 && (await site.runs('exits', id)) === 0; left -= 1) await site.cups.job(id);
    let shown = '';
    for (let left = 100; left > 0 && !shown.includes('disabled'); left -= 1)
      shown = await site.cups.run('lpstat', '-p', 'exits');
    expect(shown).toContain('disabled');
    await site.cups.run('cancel', '-a', 'exits');
    await site.cups.run('cupsenable', 'exits');
  });

  test('what a client forges is text and nothing else', async () => {
    const options = [
      'job-uuid=urn:uuid:00000000-0000-0000-0000-000000000000',
      'job-originating-host-name=bank',
      'time-at-creation=1',
    ];
    const title = `"'$(reboot)\`-rf ${'x'.repeat(200)}`;
    const id = await site.cups.print('raw', await site.file('one.pdf', single), {
      user: '../../etc/x',
      options,
      title,
    });
    expect((await site.cups.over(id)).state, await site.cups.log(id)).toBe('completed');
    expect((await site.books.rowsOnce('../../etc/x', 1))[0]).toMatchObject({
      action: 'printed',
      impressions: 1,
    });
  });

  test('lists the devices of the others under its scheme, and leaves their id and place', async () => {
    const listed = await site.cups.run('lpinfo', '--include-schemes', 'cupspykota', '-l', '-v');
    expect(listed).toContain('uri = cupspykota:record:/');
    expect(listed).toContain('device-id = MFG:A;MDL:B;CMD:PDF;');
    expect(listed).toContain('location = Room "A" 1');
  });

  test('lets nobody see a password', async () => {
    await site.cups.addLocalQueue('office', 'smb://user:geheim@127.0.0.1/share');
    // At its end cupsd writes printers.conf, where the password is.
    await site.cups.stop();
    await site.cups.begin();
    const attached = await site.command('attach', 'office');
    expect(attached.code).toBe(1);
    expect(attached.stderr).toContain('holds a password');
    const log = await readFile(join(site.cups.folder, 'error_log'), 'utf8');
    const said = `${attached.stdout}${attached.stderr}${site.server.stderr}${await site.cups.run('lpstat', '-v')}${log}`;
    expect(said).not.toContain('geheim');
  });

  test('attaches and detaches a queue, whose driver stays', async () => {
    await site.cups.addLocalQueue('office', 'record:/', 'pdf');
    expect(await site.command('attach', 'office')).toMatchObject({ code: 0 });
    expect(await site.cups.run('lpstat', '-v', 'office')).toContain('cupspykota:record:/');
    const id = await site.cups.print('office', await site.file('one.pdf', single), { user: 'office' });
    expect((await site.cups.over(id)).state, await site.cups.log(id)).toBe('completed');
    expect(String(await site.recorded('office', id, 'args')).split('\n')).toHaveLength(6);
    expect(await site.command('detach', 'office')).toMatchObject({ code: 0 });
    expect(await site.cups.run('lpstat', '-v', 'office')).toContain(': record:/');
    expect((await site.books.rowsOnce('office', 1))[0]).toMatchObject({ action: 'printed', impressions: 1 });
  });
}

/** What differs between two runs of the same job: its number, its file and its times. */
function sameEachTime(octets: Buffer, job: number): string {
  return octets
    .toString()
    .replace(new RegExp(`^${job}\\n`), 'JOB\n')
    .replace(/urn:uuid:[0-9a-f-]+/g, 'UUID')
    .replace(/d\d+-001/g, 'FILE')
    .replace(/\b1\d{9}\b|\d{4}-\d\d-\d\dT[0-9:+Z-]+/g, 'TIME');
}

/** Filters write the time and a random id into what they make. */
function withoutStamps(octets: Buffer): string {
  return octets
    .toString('latin1')
    .replace(/D:\d{14}[^)]*|%%CreationDate:[^\n]*|<[0-9a-fA-F]{32}>|\/ID *\[[^\]]*\]/g, 'STAMP');
}
