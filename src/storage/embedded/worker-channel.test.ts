import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { WorkerChannel } from './worker-channel.ts';

/** Answers each request with itself and the number of its batch; 'die' ends it, 'fault' is a fault. */
const echo = `
  const { parentPort } = require('node:worker_threads');
  let batch = 0;
  parentPort.on('message', (message) => {
    if (message === 'close') return parentPort.close();
    if (message.includes('die')) process.exit(1);
    batch += 1;
    parentPort.postMessage(message.map((text) =>
      text === 'fault' ? { kind: 'fault', code: 'disk-full', message: 'full' } : { text, batch }));
  });`;

interface Echo {
  readonly text: string;
  readonly batch: number;
}

let started = 0;
const channel = (): WorkerChannel<string, Echo> =>
  new WorkerChannel<string, Echo>({
    start: () => {
      started += 1;
      return new Worker(echo, { eval: true });
    },
    pack: (message) => ({ message, transfer: [] }),
    lost: 'store-outcome-unknown',
  });

describe('a channel to a worker', () => {
  let open: WorkerChannel<string, Echo> | undefined;
  afterEach(async () => {
    await open?.close('last');
    started = 0;
  });

  test('sends what gathers while a batch is away as one batch, in order', async () => {
    open = channel();
    const first = open.ask('a');
    await new Promise(setImmediate);
    const asking = open;
    const rest = ['b', 'c', 'd'].map((text) => asking.ask(text));
    expect(await first).toEqual({ text: 'a', batch: 1 });
    expect(await Promise.all(rest)).toEqual(['b', 'c', 'd'].map((text) => ({ text, batch: 2 })));
  });

  test('gives each question its own answer, a fault too', async () => {
    open = channel();
    const answers = await Promise.allSettled([open.ask('a'), open.ask('fault'), open.ask('c')]);
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(open.ask('fault')).rejects.toMatchObject({ code: 'disk-full', message: 'full' });
  });

  test('tells those whose worker died, and starts another for the next', async () => {
    open = channel();
    const lost = open.ask('die');
    await new Promise(setImmediate);
    const next = open.ask('b');
    await expect(lost).rejects.toMatchObject({ code: 'store-outcome-unknown' });
    expect((await next).text).toBe('b');
    expect(started).toBe(2);
  });

  test('starts no worker before something is asked, and none to be closed', async () => {
    await channel().close('last');
    expect(started).toBe(0);
  });

  test('closes after what was asked', async () => {
    open = channel();
    const asked = open.ask('a');
    await open.close('last');
    expect((await asked).text).toBe('a');
    open = undefined;
  });
});
