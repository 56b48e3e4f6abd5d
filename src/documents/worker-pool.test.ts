import { describe, expect, it } from 'vitest';
import { defaultCountLimits } from './limits.ts';
import { WorkerPool } from './worker-pool.ts';

/** Doubles numbers; sleeps for ever, dies, eats memory, or talks nonsense when told to. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (request) => {
      if (request === 'loop') for (;;) {}
      if (request === 'die') process.exit(1);
      if (request === 'throw') throw new Error('broken');
      if (request === 'eat') { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); }
      parentPort.postMessage(request === 'nonsense' ? {} : request * 2);
    });`)}`,
);
const never = new AbortController().signal;
const isNumber = (message: unknown): message is number => typeof message === 'number';

async function withPool(
  limits: Partial<typeof defaultCountLimits>,
  use: (pool: WorkerPool<number>) => Promise<void>,
): Promise<void> {
  const pool = new WorkerPool({ script, limits: { ...defaultCountLimits, ...limits }, accepts: isNumber });
  try {
    await use(pool);
  } finally {
    await pool.close();
  }
}

describe('the worker pool', () => {
  it('answers more tasks than it has workers', async () => {
    await withPool({ workers: 2 }, async (pool) => {
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map((number) => pool.run(number, never)));
      expect(outcomes).toEqual([2, 4, 6, 8, 10].map((value) => ({ kind: 'reply', value })));
    });
  });

  it('stops a worker that takes too long, and goes on with the next', async () => {
    await withPool({ workers: 1, workerTimeMs: 500 }, async (pool) => {
      const outcomes = await Promise.all([pool.run('loop', never), pool.run(21, never)]);
      expect(outcomes).toEqual([{ kind: 'timeout' }, { kind: 'reply', value: 42 }]);
    });
  });

  it.each(['die', 'throw', 'nonsense'])('survives a worker that is told to %s', async (request) => {
    await withPool({ workers: 1 }, async (pool) => {
      expect(await pool.run(request, never)).toMatchObject({ kind: 'failed' });
      expect(await pool.run(1, never)).toEqual({ kind: 'reply', value: 2 });
    });
  });

  it('survives a worker that eats all its memory', async () => {
    await withPool({ workers: 1, workerHeapMib: 16 }, async (pool) => {
      expect(await pool.run('eat', never)).toMatchObject({ kind: 'failed' });
      expect(await pool.run(1, never)).toEqual({ kind: 'reply', value: 2 });
    });
  });

  it('rejects with the reason when a task is aborted, waiting or at work', async () => {
    await withPool({ workers: 1 }, async (pool) => {
      const abort = new AbortController();
      const reason = new Error('the client went away');
      // All are watched from the start: the one that waits rejects before the one at work.
      const aborted = Promise.allSettled([pool.run('loop', abort.signal), pool.run(1, abort.signal)]);
      const other = pool.run(2, never);
      abort.abort(reason);
      const rejected = { status: 'rejected', reason };
      expect(await aborted).toEqual([rejected, rejected]);
      expect(await other).toEqual({ kind: 'reply', value: 4 });
      await expect(pool.run(3, abort.signal)).rejects.toBe(reason);
    });
  });

  it('ends what is under way when it is closed', async () => {
    await withPool({ workers: 1 }, async (pool) => {
      const outcomes = Promise.all([pool.run('loop', never), pool.run(1, never)]);
      await pool.close();
      expect(await outcomes).toMatchObject([{ kind: 'failed' }, { kind: 'failed' }]);
    });
  });
});
