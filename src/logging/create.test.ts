import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger, type LogOptions } from './create.ts';
import { quietLog } from './quiet.ts';

class Lines extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }

  get list(): readonly unknown[] {
    const lines = this.text.split('\n').slice(0, -1);
    return lines.map((line): unknown => JSON.parse(line));
  }
}

function options(lines: Lines): LogOptions {
  return { level: 'info', clock: { now: () => 0 }, stream: lines, style: 'json' };
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'platen-log-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('every line of a job and printer says which', async () => {
  const lines = new Lines();
  const log = createLogger(options(lines));
  log.forJob(7).forPrinter('demo').info('relayed', { octets: 3 });
  log.warn('plain');
  await log.close();
  expect(lines.list).toMatchObject([
    { level: 'info', event: 'relayed', jobId: 7, printer: 'demo', octets: 3 },
    { level: 'warn', event: 'plain' },
  ]);
});

test('a level that is off writes nothing and says so', async () => {
  const lines = new Lines();
  const log = createLogger({ ...options(lines), level: 'warn' });
  log.debug('one');
  log.info('two');
  log.error('three');
  await log.close();
  expect(lines.list).toMatchObject([{ event: 'three' }]);
  expect(log.isOn('info')).toBe(false);
  expect(log.isOn('error')).toBe(true);
});

test('facts named like the fields of winston arrive as they are', async () => {
  const lines = new Lines();
  const log = createLogger(options(lines));
  log.info('said %s', { message: 'hello', stack: 'none' });
  await log.close();
  expect(lines.list).toMatchObject([{ event: 'said %s', message: 'hello', stack: 'none' }]);
});

test('what is said after the close is not written, and harms nobody', async () => {
  const lines = new Lines();
  const log = createLogger(options(lines));
  const ofJob = log.forJob(7);
  const closing = log.close();
  ofJob.error('too late');
  await closing;
  ofJob.error('too late');
  expect(lines.text).toBe('');
});

test('the file has every line when close resolves, for its owner only', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'platen.log');
    const log = createLogger({
      ...options(new Lines()),
      style: 'text',
      file: { path, octetsMax: 1e6, filesMax: 2 },
    });
    for (let number = 0; number < 500; number += 1) log.info('line', { number });
    await log.close();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(500);
    expect(JSON.parse(lines[499]!)).toMatchObject({ level: 'info', event: 'line', number: 499 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  }));

test('a file that is full is renamed, and only so many are kept', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'deeper', 'platen.log');
    const log = createLogger({ ...options(new Lines()), file: { path, octetsMax: 1_000, filesMax: 3 } });
    for (let number = 0; number < 100; number += 1) log.info('line', { number });
    await log.close();
    const names = await readdir(join(folder, 'deeper'));
    expect(names.sort()).toEqual(['platen.log', 'platen.log.1', 'platen.log.2']);
    for (const name of names)
      expect((await stat(join(folder, 'deeper', name))).size).toBeLessThanOrEqual(1_000);
    expect(await readFile(path, 'utf8')).toContain('"number":99');
  }));

test('a file that cannot be written is told once on the stream, stops nobody and is tried again', () =>
  inFolder(async (folder) => {
    const lines = new Lines();
    const path = join(folder, 'platen.log');
    await mkdir(path);
    const log = createLogger({
      ...options(lines),
      style: 'text',
      file: { path, octetsMax: 1e6, filesMax: 2 },
    });
    for (let number = 0; number < 200; number += 1) log.info('still here', { number });
    expect(lines.text.match(/log file not written/g)).toHaveLength(1);
    await rmdir(path);
    log.info('written');
    await log.close();
    expect(lines.text.match(/still here/g)).toHaveLength(200);
    expect(await readFile(path, 'utf8')).toContain('"written"');
  }));

test('the quiet log takes everything and writes nothing', () => {
  expect(quietLog.forJob(1).forPrinter('demo').isOn('error')).toBe(false);
  quietLog.error('dropped');
});
