import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '../../../src/ipp/index.ts';
import { jobId, named } from '../../support/asking.ts';
import { PrintRoom, uriOf } from '../../support/print-room.ts';

// Restart-, Reprocess- and Resubmit-Job: whose a job is.

const again = ['restartJob', 'reprocessJob', 'resubmitJob'] as const;
const password = 'correct horse';

let room: PrintRoom;

beforeEach(async () => {
  room = await PrintRoom.make();
  await room.open([{ name: 'demo', identity: { levels: ['claimed', 'password'] } }]);
  await room.credentials.setPassword('alice', password);
  await room.service.jobs.pause('demo');
});

afterEach(() => room.close());

/** The number of a job of alice, printed under a name that is claimed or proved. */
async function printed(proof?: string): Promise<number> {
  const code = operations.printJob;
  expect(named(await room.ask({ code, uri: uriOf('demo') }, 1, proof))).toBe('successful-ok');
  const [view] = await room.service.jobs.jobs({ which: 'open', limit: 1 });
  expect(view?.job.owner).toMatchObject({
    name: 'alice',
    level: proof === undefined ? 'claimed' : 'password',
  });
  return view?.job.id ?? 0;
}

/** The job is in doubt, so that it could be printed again. */
async function inDoubt(proof?: string): Promise<number> {
  const id = await printed(proof);
  const device = room.devices.get('demo');
  if (device === undefined) throw new Error('no device');
  device.script = () => ({ kind: 'lost', octetsSent: 100, message: 'gone' });
  await room.service.jobs.resume('demo');
  await expect.poll(async () => (await room.service.jobs.job(id))?.job.needsOperator).toBe(true);
  return id;
}

const states = { 'that waits': printed, 'in doubt': inDoubt } as const;
const cases = again.flatMap((code) =>
  (['that waits', 'in doubt'] as const).map((state) => [code, state] as const),
);

describe.each(cases)('%s of a job %s', (code, state) => {
  const ask = async (id: number, user: string, proof?: string): Promise<string> => {
    const parts = { code: operations[code], uri: uriOf('demo'), user, operation: [jobId(id)] };
    return named(await room.ask(parts, 0, proof));
  };

  it('is not for a claimed name that is another’s', async () => {
    const id = await states[state]();
    const before = (await room.service.jobs.job(id))?.job;
    expect(await ask(id, 'mallory')).toBe('client-error-not-authorized');
    expect((await room.service.jobs.job(id))?.job).toEqual(before);
  });

  it('is not for whoever only claims the name that its owner has proved', async () => {
    const id = await states[state](password);
    const before = (await room.service.jobs.job(id))?.job;
    expect(await ask(id, 'alice')).toBe('client-error-not-authorized');
    expect((await room.service.jobs.job(id))?.job).toEqual(before);
  });

  it('is not the owner’s either, who hears why', async () => {
    const id = await states[state](password);
    const isForOperators = state === 'in doubt' && code !== 'resubmitJob';
    expect(await ask(id, 'alice', password)).toBe(
      isForOperators ? 'client-error-not-authorized' : 'client-error-not-possible',
    );
    expect(room.sentBy('demo')).toBe(state === 'in doubt' ? 1 : 0);
  });
});
