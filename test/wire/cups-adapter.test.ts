import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultServerDown } from '../../src/model/adapter-settings.ts';
import { AdapterFolder, resultOf, standsOpen } from '../support/adapter-run.ts';
import { FakeAdapterServer } from '../support/fake-adapter-server.ts';

/** Keeps what it got: data, arguments, environment. Exits with the number in the URI. */
const recording = `
if [ $# -eq 0 ]; then echo 'network record:/0 "Model" "Info" "MFG:A;MDL:B;" "Room \\"A\\" 1"'; exit 0; fi
printf '%s\\n' "$#" "$@" >"$OUT/args"
env | grep -v -e '^_=' -e '^PWD=' -e '^SHLVL=' >"$OUT/env"
if [ $# -ge 6 ]; then cat "$6" >"$OUT/data"; else cat >"$OUT/data"; fi
echo 'PAGE: 1 2' >&2
echo 'PAGE: total 3' >&2
exit "\${DEVICE_URI#record:/}"`;

describe('the program in the backend directory of CUPS', () => {
  let adapter: AdapterFolder;
  let server: FakeAdapterServer;

  beforeEach(async () => {
    adapter = await AdapterFolder.make();
    await adapter.backend('record', recording);
    server = new FakeAdapterServer(adapter.folder);
    await server.start();
  });

  afterEach(async () => {
    await server.stop();
    await adapter.remove();
  });

  const out = (name: string): string => readFileSync(join(adapter.folder, 'out', name), 'utf8');
  const journal = (): readonly string[] => {
    try {
      return readdirSync(join(adapter.folder, 'spool', 'journal'));
    } catch {
      return [];
    }
  };
  const fileWith = (text: string): string => {
    const path = join(adapter.folder, 'document');
    writeFileSync(path, text);
    return path;
  };

  test('sends a stream to the server, then runs the backend with it, and tells how it ended', async () => {
    const { code, stderr } = await adapter.run({ uri: 'cupspykota:record:/0', input: 'the document' });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(server.jobs[0]!.document.toString()).toBe('the document');
    expect(server.jobs[0]!.line).toMatchObject({
      protocol: 1,
      instance: 'test-instance',
      queue: 'office',
      job: 7,
      createdAt: 1_700_000_000,
      user: 'alice',
      copies: 2,
      source: 'stdin',
      contentType: 'application/pdf',
      deviceScheme: 'record',
    });
    expect(out('data')).toBe('the document');
    expect(out('args').split('\n').slice(0, 3)).toEqual(['5', '7', 'alice']);
    expect(out('env')).toContain('DEVICE_URI=record:/0\n');
    expect(server.ends).toEqual([{ attempt: 'attempt/1', end: { exit: 0, pages: 3, terminated: false } }]);
  });

  test('hands a file on as a file', async () => {
    const file = fileWith('a file');
    expect(await adapter.run({ uri: 'cupspykota:record:/0', file })).toMatchObject({ code: 0 });
    expect(server.jobs[0]!.line).toMatchObject({ source: 'file' });
    expect(server.jobs[0]!.document.toString()).toBe('a file');
    expect(out('args').split('\n')).toContain(file);
    expect(out('data')).toBe('a file');
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 8, 100])('passes exit code %i of the backend on', async (code) => {
    expect(await adapter.run({ uri: `cupspykota:record:/${code}`, input: 'x' })).toMatchObject({ code });
    expect(server.ends[0]!.end).toMatchObject({ exit: code });
  });

  test.each(['KILL', 'SEGV', 'TERM'])('takes a backend that dies of SIG%s for failed', async (signal) => {
    await adapter.backend('dies', `cat >/dev/null; kill -${signal} $$`);
    expect(await adapter.run({ uri: 'cupspykota:dies:/', input: 'x' })).toMatchObject({ code: 1 });
    expect(server.ends[0]!.end).toEqual({ signal: `SIG${signal}`, terminated: false });
  });

  test('pauses before a job that is to run again at once, and leaves it to CUPS after some times', async () => {
    const again = join(adapter.folder, 'spool', 'again');
    const began = Date.now();
    expect(await adapter.run({ uri: 'cupspykota:record:/7', input: 'x' })).toMatchObject({ code: 7 });
    expect(Date.now() - began).toBeGreaterThan(5_000);
    writeFileSync(join(again, readdirSync(again)[0]!), '{"times":6}');
    expect(await adapter.run({ uri: 'cupspykota:record:/7', input: 'x' })).toMatchObject({ code: 6 });
    expect(await adapter.run({ uri: 'cupspykota:record:/0', input: 'x' })).toMatchObject({ code: 0 });
    expect(readdirSync(again)).toEqual([]);
  });

  test.each([
    {
      decision: { decision: 'deny', reason: 'account-limit-reached', message: 'no\ncredit' } as const,
      code: 3,
    },
    { decision: { decision: 'hold', reason: 'job-hold-until-specified', message: 'ask' } as const, code: 3 },
    { decision: { decision: 'cancel', reason: 'document-format-error', message: 'never' } as const, code: 5 },
    { decision: { decision: 'later', seconds: 30, message: 'soon' } as const, code: 6 },
    { decision: { decision: 'later', seconds: 3_000, message: 'tomorrow' } as const, code: 3 },
  ])('ends by the decision $decision.decision with $code', async ({ decision, code }) => {
    server.decide = () => decision;
    const run = await adapter.run({ uri: 'cupspykota:record:/0', input: Buffer.alloc(300_000) });
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(`WARNING: ${decision.message.replace('\n', ' ')}\n`);
    expect(readdirSync(join(adapter.folder, 'out'))).toEqual([]);
    if (code === 3 && 'reason' in decision) expect(run.stderr).toContain(`JOBSTATE: ${decision.reason}\n`);
  });

  test('follows a job that the server prints by itself', async () => {
    server.decide = () => ({ decision: 'relayed', job: 12 });
    const states = ['pending', 'printing', 'printing', 'printed'] as const;
    let at = 0;
    server.statusOf = () => ({ state: states[Math.min(at++, 3)]! });
    for (const uri of ['cupspykota:', 'cupspykota:/', 'cupspykota://']) {
      at = 0;
      expect(await adapter.run({ uri, input: 'x' })).toMatchObject({ code: 0 });
      expect(at).toBe(4);
    }
    expect(server.jobs[0]!.line).toMatchObject({ relay: true, deviceScheme: '' });
  });

  test('does not print when SIGTERM comes before the decision', async () => {
    let decide: () => void = () => undefined;
    server.answersWhen = new Promise((resolve) => {
      decide = resolve;
    });
    const waiting = adapter.start({ uri: 'cupspykota:record:/0', input: 'x' });
    await until(() => server.jobs.length > 0);
    waiting.kill('SIGTERM');
    await sleep(300);
    decide();
    expect(await resultOf(waiting)).toMatchObject({ code: 0 });
    expect(readdirSync(join(adapter.folder, 'out'))).toEqual([]);
    expect(server.ends).toEqual([{ attempt: 'attempt/1', end: { terminated: true, octets: 0 } }]);
  });

  test('takes the end of a stream for no document when cupsd has ended the job', async () => {
    const child = adapter.spawn(
      ['7', 'alice', 't', '1', 'time-at-creation=1'],
      {
        DEVICE_URI: 'cupspykota:record:/0',
      },
      standsOpen,
    );
    child.stdin!.write('half of the document');
    await until(() => server.connections > 0);
    child.kill('SIGTERM');
    child.stdin!.destroy();
    expect(await resultOf(child)).toMatchObject({ code: 0 });
    await until(() => server.broken > 0);
    expect(server.jobs).toEqual([]);
  });

  test('tells of a run that SIGTERM ended, while the backend still ignores the signal', async () => {
    await adapter.backend(
      'deaf',
      `trap '' TERM; cat >/dev/null; touch "$OUT/started"; i=0; while [ $i -lt 60 ]; do sleep 0.1; i=$((i+1)); done`,
    );
    const child = adapter.start({ uri: 'cupspykota:deaf:/', input: 'x' });
    await until(() => readdirSync(join(adapter.folder, 'out')).includes('started'));
    process.kill(-child.pid!, 'SIGTERM');
    await until(() => server.ends.length > 0);
    expect(child.exitCode).toBe(null);
    expect(server.ends[0]!.end).toEqual({ terminated: true });
    process.kill(-child.pid!, 'SIGKILL');
    await once(child, 'close');
    expect(server.ends).toHaveLength(1);
  });

  describe('while the server is away', () => {
    beforeEach(() => server.stop());

    test('is closed by default: CUPS tries again', async () => {
      const run = await adapter.run({ uri: 'cupspykota:record:/0', input: Buffer.alloc(500_000) });
      expect(run).toMatchObject({ code: 6 });
      expect(run.stderr).toContain('WARNING: The print server that keeps the accounts cannot be reached');
      expect(readdirSync(join(adapter.folder, 'out'))).toEqual([]);
    });

    test('holds where the queue says hold', async () => {
      await adapter.configure({ queues: { office: { ...defaultServerDown, policy: 'hold' } } });
      expect(await adapter.run({ uri: 'cupspykota:record:/0', input: 'x' })).toMatchObject({ code: 3 });
    });

    test('prints within limits where it says open, and tells the server later, once', async () => {
      await adapter.configure({ serverDown: { policy: 'open', jobsPerHour: 2, octetsPerHour: 1_000 } });
      const uri = 'cupspykota:record:/0';
      expect(await adapter.run({ uri, job: 1, input: 'first' })).toMatchObject({ code: 0 });
      expect(out('data')).toBe('first');
      expect(await adapter.run({ uri, job: 2, input: 'x'.repeat(2_000) })).toMatchObject({ code: 6 });
      expect(await adapter.run({ uri, job: 3, file: fileWith('second') })).toMatchObject({ code: 0 });
      expect(await adapter.run({ uri, job: 4, input: 'third' })).toMatchObject({ code: 6 });
      expect(await adapter.run({ uri, job: 5, user: 'bob', input: 'bob' })).toMatchObject({ code: 0 });
      expect(journal().filter((name) => name.endsWith('.print'))).toHaveLength(3);
      server.decide = ({ line }) => ('printed' in line ? { decision: 'done', job: 1 } : server.allow());
      await server.start();
      expect(await adapter.run({ uri, job: 6, input: 'after' })).toMatchObject({ code: 0 });
      const told = server.jobs.map(({ line, document }) => [
        line['job'],
        line['printed'] !== undefined,
        document.toString(),
      ]);
      expect(told).toEqual([
        [1, true, 'first'],
        [3, true, 'second'],
        [5, true, 'bob'],
        [6, false, 'after'],
      ]);
      expect(server.jobs[0]!.line['printed']).toMatchObject({ exit: 0, pages: 3, terminated: false });
      expect(journal()).toEqual([]);
    });

    test('asks for a job again only when what it printed before is told', async () => {
      const run = { uri: 'cupspykota:record:/0', input: 'x' };
      await adapter.configure({ serverDown: { ...defaultServerDown, policy: 'open' } });
      await adapter.run(run);
      server.decide = ({ line }) => ('printed' in line ? { status: 503 } : server.allow());
      await server.start();
      await adapter.configure({ serverDown: { ...defaultServerDown, policy: 'closed' } });
      expect(await adapter.run(run)).toMatchObject({ code: 6 });
      expect(server.jobs.map(({ line }) => 'printed' in line)).toEqual([true]);
      expect(await adapter.run({ ...run, job: 8 })).toMatchObject({ code: 0 });
      server.decide = ({ line }) => ('printed' in line ? { decision: 'done', job: 1 } : server.allow());
      expect(await adapter.run(run)).toMatchObject({ code: 0 });
      expect(journal()).toEqual([]);
    });

    test('is closed where the journal cannot be written', async () => {
      await adapter.configure({
        serverDown: { ...defaultServerDown, policy: 'open' },
        folder: adapter.program,
      });
      expect(await adapter.run({ uri: 'cupspykota:record:/0', input: 'x' })).toMatchObject({ code: 6 });
    });

    test('keeps what a killed run printed on trust', async () => {
      await adapter.configure({ serverDown: { ...defaultServerDown, policy: 'open' } });
      await adapter.backend('slow', 'cat >/dev/null; touch "$OUT/started"; sleep 20');
      const child = adapter.start({ uri: 'cupspykota:slow:/', input: 'slow' });
      await until(() => readdirSync(join(adapter.folder, 'out')).includes('started'));
      await server.start();
      server.decide = () => ({ decision: 'done', job: 1 });
      await resultOf(adapter.spawn(['--replay']));
      expect(server.jobs, 'it still runs').toHaveLength(0);
      process.kill(-child.pid!, 'SIGKILL');
      await once(child, 'close');
      const replayed = await resultOf(adapter.spawn(['--replay']));
      expect(JSON.parse(replayed.stdout)).toEqual({ ok: true, told: 1, refused: 0, left: 0 });
      expect(server.jobs[0]!.line['printed']).toMatchObject({ exit: 0, terminated: true });
    });
  });

  test('prints nothing twice on trust that an untold end says has printed, when cupsd died before it heard of it', async () => {
    await adapter.configure({ serverDown: { ...defaultServerDown, policy: 'open' } });
    const run = { uri: 'cupspykota:record:/0', input: 'x' };
    server.endStatus = 500;
    expect(await adapter.run(run)).toMatchObject({ code: 0 });
    await server.stop();
    rmSync(join(adapter.folder, 'out/data'));
    // The note of a run that has begun under another cupsd.
    const begun = join(adapter.settings.folder, 'begun');
    mkdirSync(begun, { recursive: true });
    writeFileSync(join(begun, '7-1700000000-office.json'), '{"pid":1,"startedAt":"0"}');
    expect(await adapter.run(run)).toMatchObject({ code: 0 });
    expect(readdirSync(join(adapter.folder, 'out'))).not.toContain('data');
    expect(journal()).toHaveLength(1);
    // Its owner lets it print again: that is another print.
    expect(await adapter.run(run)).toMatchObject({ code: 0 });
    expect(out('data')).toBe('x');
  });

  test('keeps the end of a run that the server could not be told, and tells it with the next job', async () => {
    server.endStatus = 500;
    expect(await adapter.run({ uri: 'cupspykota:record:/0', input: 'x' })).toMatchObject({ code: 0 });
    expect(journal()).toHaveLength(1);
    server.endStatus = 200;
    expect(await adapter.run({ uri: 'cupspykota:record:/0', input: 'y', job: 8 })).toMatchObject({ code: 0 });
    expect(server.ends.map(({ attempt }) => attempt)).toEqual(['attempt/1', 'attempt/2']);
    expect(journal()).toEqual([]);
  });

  test.each([
    ['cupspykota:nothing:/x', 'there is no backend'],
    ['cupspykota:cupspykota:record:/0', 'cannot wrap itself'],
    ['cupspykota:record', 'whole device URI'],
    ['cupspykota:ipp://localhost:8631/ipp/print/demo', 'charge every job twice'],
    ['cupspykota:ipp://u:secret@[::1]:8631/printers/demo', 'charge every job twice'],
  ])('stops the queue of %s', async (uri, why) => {
    const run = await adapter.run({ uri, input: Buffer.alloc(300_000) });
    expect(run).toMatchObject({ code: 4 });
    expect(run.stderr).toContain(why);
    expect(run.stderr).not.toContain('secret');
    expect(server.jobs).toHaveLength(0);
  });

  test('runs no backend that others can change, as cupsd would not', async () => {
    await adapter.backend('open', 'touch "$OUT/ran"', 0o757);
    // A cupsd without privileges runs what its own user has.
    if (process.getuid?.() !== 0) return;
    const run = await adapter.run({ uri: 'cupspykota:open:/', input: 'x' });
    expect(run).toMatchObject({ code: 4 });
    expect(run.stderr).toContain('insecure permissions');
    expect(readdirSync(join(adapter.folder, 'out'))).toEqual([]);
  });

  test('copies ten megabytes of messages line by line', async () => {
    await adapter.backend(
      'loud',
      'cat >/dev/null; yes "DEBUG: a line of many, all of them alike" | head -c 10000000 >&2',
    );
    const run = await adapter.run({ uri: 'cupspykota:loud:/', input: 'x' });
    expect(run.code).toBe(0);
    expect(run.stderr.length).toBeGreaterThan(9_999_900);
  });

  test('gives a backend that closes its input early what it asks for', async () => {
    await adapter.backend('early', 'exec <&-; exit 0');
    expect(await adapter.run({ uri: 'cupspykota:early:/', input: Buffer.alloc(3_000_000) })).toMatchObject({
      code: 0,
    });
  });

  test('lists the devices of all others under its own scheme', async () => {
    await adapter.backend('bare', `echo 'network bare "Unknown" "Bare (scheme)"'`);
    await adapter.backend('broken', `echo 'no device'; exit 1`);
    await adapter.backend('again', `exec "$(dirname "$0")/cupspykota"`);
    await adapter.backend('writable', `echo 'direct writable:/ "M" "I"'`, 0o757);
    const { stdout, code } = await resultOf(adapter.spawn([]));
    expect(code).toBe(0);
    expect(stdout.split('\n').sort()).toEqual([
      '',
      'network cupspykota "Unknown" "Any printer, its jobs kept in the books of Platen"',
      'network cupspykota:bare "Unknown" "Bare (scheme)"',
      'network cupspykota:record:/0 "Model" "Info" "MFG:A;MDL:B;" "Room \\"A\\" 1"',
    ]);
  });

  test('leaves no file with data behind, and no secret in what it says', async () => {
    const environment = {
      AUTH_PASSWORD: 'secret-password',
      AUTH_USERNAME: 'alice',
      AUTH_INFO_REQUIRED: 'none',
    };
    const run = await adapter.run({ uri: 'cupspykota:record:/0', input: 'x', environment });
    expect(run.stderr).not.toContain('secret-password');
    expect(JSON.stringify(server.jobs[0]!.line)).not.toContain('secret-password');
    expect(server.jobs[0]!.line).toMatchObject({ authUser: 'alice' });
    expect(out('env')).toContain('AUTH_PASSWORD=secret-password');
    expect(readdirSync(join(adapter.folder, 'tmp'))).toEqual([]);
  });

  test('answers a check', async () => {
    const checked = await resultOf(adapter.spawn(['--check']));
    expect(JSON.parse(checked.stdout)).toEqual({ ok: true, version: '1.2.3' });
    await server.stop();
    expect(await resultOf(adapter.spawn(['--check']))).toMatchObject({ code: 1 });
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    if (holds()) return;
    await sleep(50);
  }
  throw new Error('it does not come');
}
