import { Long } from 'mongodb';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../model/job.ts';
import { plainTicket } from '../../../model/ticket.ts';
import { encodeFields, encodeOctets, long } from '../bson.ts';
import { parseJobState } from './job-row.ts';

const job: Job = {
  id: 17,
  uuid: 'u',
  revision: 3,
  printer: 'demo',
  owner: { name: 'alice', level: 'claimed', proof: '', operator: false },
  name: '',
  ticket: { ...plainTicket, pageRanges: [{ lower: 1, upper: 2 }] },
  attributes: '',
  priority: 50,
  state: 'held',
  reasons: [],
  needsOperator: true,
  count: { kind: 'unknown', why: 'limit:octets', evidence: [] },
  attempts: [{ number: 1, device: 'file:x', startedAt: 1, failure: 'reset' }],
  submittedAt: 1_793_491_200_000,
};
/** As the driver gives it back: numbers where they are safe. */
const row = { _id: long(17), revision: 3, transition: 't', accepted: ['p1'], job };

describe('the row of a job', () => {
  test('comes back with the record as it was', () => {
    expect(parseJobState(row)).toEqual({ id: 17, revision: 3, transition: 't', accepted: ['p1'], job });
  });

  test('of the time before each run had its own copies and sides is read as one of today', () => {
    const run = { first: 1, last: 5, colour: false };
    const told = {
      kind: 'counted',
      format: 'image/urf',
      pages: 5,
      confidence: 'exact',
      source: '',
      evidence: [],
    };
    const printing = { copiesInside: 2, sidesInside: 'two-sided-long-edge' };
    const state = parseJobState({ ...row, job: { ...job, count: { ...told, ...printing, runs: [run] } } });
    const runs = [{ ...run, copies: 2, sides: 'two-sided-long-edge' }];
    expect(state.job?.count).toEqual({ ...told, runs });
  });

  test('of a first commit that is being carried out has no record yet', () => {
    const plan = { phase: 'reserving', id: 'p', holds: [] };
    const state = parseJobState({ _id: long(17), revision: 0, transition: '', accepted: [], plan });
    expect(state).toEqual({ id: 17, revision: 0, transition: '', accepted: [], plan });
  });

  test('with a settling plan has everything needed to complete it', () => {
    const history = encodeFields({ order: 1 });
    const write = { verb: 'void', id: 'v', digest: 'd', account: 'a', at: 1, job: 17, hold: 'h', reason: '' };
    const plan = { phase: 'settling', id: 'p', transition: 't2', job, writes: [write], document: 'remove' };
    expect(parseJobState({ ...row, plan }).plan).toEqual(plan);
    const octets = encodeOctets(Uint8Array.of(1, 2));
    expect(parseJobState({ ...row, plan: { ...plan, document: octets } }).plan).toMatchObject({
      document: Uint8Array.of(1, 2),
    });
    expect(() => parseJobState({ ...row, plan: { ...plan, history } })).toThrow(/record of job 17/);
  });

  test.each([
    ['a number that is not exact any more', { job: { ...job, submittedAt: Long.MAX_VALUE } }],
    ['a state nobody knows', { job: { ...job, state: 'lost' } }],
    ['no revision', { revision: undefined }],
  ])('with %s is a fault', (_, spoilt) => {
    expect(() => parseJobState({ ...row, ...spoilt })).toThrow(
      expect.objectContaining({ code: 'store-corrupt' }),
    );
  });
});
