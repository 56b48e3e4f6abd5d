import { describe, expect, test } from 'vitest';
import type { CommitResult } from '../../../src/jobs/index.ts';
import { jobRecord, makeAccount, makeJob, release, reserve, type Subject, transition } from './fixtures.ts';

const done: CommitResult = { kind: 'done' };
const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 31) % 256);

export function documentTests(subject: Subject): void {
  describe('documents in the record', () => {
    test.each([0, 1, 10_240, 65_536])(
      '%i octets come back as they were until they are removed',
      async (length) => {
        const job = jobRecord({ id: await subject().allocateJobIds(1) });
        await subject().commit(transition(job, { document: bytes(length) }));
        const stored = await subject().document(job.id);
        expect(stored?.byteLength).toBe(length);
        expect(Buffer.from(stored ?? []).equals(bytes(length))).toBe(true);
        await subject().commit(transition({ ...job, revision: 2 }));
        expect((await subject().document(job.id))?.byteLength).toBe(length);
        await subject().commit(transition({ ...job, revision: 3, state: 'ended' }, { document: 'remove' }));
        expect(await subject().document(job.id)).toBeUndefined();
        expect((await subject().job(job.id))?.revision).toBe(3);
      },
    );

    test('a view into a larger buffer is stored alone, and the caller may use the buffer again', async () => {
      const buffer = bytes(4_096);
      const job = jobRecord({ id: await subject().allocateJobIds(1) });
      const stored = subject().commit(transition(job, { document: buffer.subarray(100, 110) }));
      await stored;
      buffer.fill(0);
      expect([...((await subject().document(job.id)) ?? [])]).toEqual([...bytes(4_096).subarray(100, 110)]);
    });

    test('may be replaced, and removed when there is none', async () => {
      const job = await makeJob(subject());
      await subject().commit(transition({ ...job, revision: 2 }, { document: 'remove' }));
      await subject().commit(transition({ ...job, revision: 3 }, { document: bytes(5) }));
      await subject().commit(transition({ ...job, revision: 4 }, { document: bytes(6) }));
      expect(await subject().document(job.id)).toHaveLength(6);
    });

    test('may go while the job stays, with another hold in place of the one it had', async () => {
      const account = await makeAccount(subject());
      const job = jobRecord({ id: await subject().allocateJobIds(1), state: 'held' });
      const first = reserve({ account, job: job.id, amount: 5, impressions: 5 });
      await subject().commit(transition(job, { ledger: [first], document: bytes(10) }));
      const second = { ...reserve({ account, job: job.id, amount: 2, impressions: 2 }), id: `${first.id}:2` };
      const free = release({ account, job: job.id, hold: first.id });
      const next = transition(
        { ...job, revision: 2 },
        { step: 'update', ledger: [second, free], document: 'remove' },
      );
      for (let time = 0; time < 2; time += 1) expect(await subject().commit(next)).toEqual(done);
      expect(await subject().document(job.id)).toBeUndefined();
      expect((await subject().job(job.id))?.state).toBe('held');
      expect(await subject().account(account)).toMatchObject({
        held: 2,
        holds: [{ id: second.id, amount: 2 }],
        counters: { demo: { held: 2 } },
      });
    });
  });
}
