import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  attributeOf,
  firstInteger,
  groupOf,
  groupTags,
  integer,
  operations,
} from '../../../src/ipp/index.ts';
import { named, unsupportedIn } from '../../support/asking.ts';
import { PrintRoom, uriOf } from '../../support/print-room.ts';

let room: PrintRoom;

beforeEach(async () => {
  room = await PrintRoom.make();
  await room.open([{ name: 'demo' }]);
});

afterEach(() => room.close());

async function printed(): Promise<number> {
  const reply = await room.ask({ code: operations.printJob, uri: uriOf('demo') }, 1);
  return firstInteger(groupOf(reply, groupTags.job), 'job-id') ?? 0;
}

it('says of which jobs an operator has to say what was printed, and cancels none of those named', async () => {
  const device = room.devices.get('demo');
  if (device === undefined) throw new Error('no device');
  device.script = () => ({ kind: 'lost', octetsSent: 100, message: 'gone' });
  const doubtful = await printed();
  await expect.poll(async () => (await room.service.jobs.job(doubtful))?.job.needsOperator).toBe(true);
  await room.service.jobs.pause('demo');
  const waiting = await printed();

  const reply = await room.ask({
    code: operations.cancelMyJobs,
    uri: uriOf('demo'),
    operation: [attributeOf('job-ids', integer(doubtful), integer(waiting))],
  });
  expect(named(reply)).toBe('client-error-not-possible');
  expect(unsupportedIn(reply)).toEqual(['job-ids']);
  expect((await room.service.jobs.job(waiting))?.job.state).toBe('pending');
});
