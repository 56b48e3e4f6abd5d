import { describe, expect, test } from 'vitest';
import type { AdapterEnd } from '../../model/adapter.ts';
import type { Job } from '../../model/job.ts';
import type { PageCount } from '../../model/page-count.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { freeOfCharge } from '../../model/quote.ts';
import { plainTicket } from '../../model/ticket.ts';
import { judgeEnd, judgeGivenUp } from './end-verdict.ts';
import { runStarted, withEnd } from './run.ts';

const rules: PrinterSettings = {
  name: 'office',
  info: '',
  location: '',
  device: 'cupspykota:',
  prices: freeOfCharge,
  unknownCount: { kind: 'deny' },
  refusals: 'auto',
  dnsSd: true,
  tls: 'optional',
  onError: { action: 'retry', tries: 3, delayMs: 1, backoff: 1, delayMaxMs: 1, charge: false },
  afterCrash: 'hold',
  afterPartial: 'hold',
  cancelled: 'full',
  mandatoryJobAttributes: [],
  overrun: 'held',
  answerWithinMs: { cups: 1, other: 1 },
  identity: { levels: ['trusted-server'] },
  release: { by: 'nobody', at: [], expireAfterMinutes: 60 },
  documentOctetsMax: 1,
  jobImpressionsMax: 1,
  capabilities: {},
};

const fresh: Job = {
  id: 1,
  uuid: 'u',
  revision: 1,
  printer: 'office',
  owner: { name: 'alice', level: 'trusted-server', proof: '', operator: false },
  name: '',
  ticket: plainTicket,
  attributes: '',
  priority: 50,
  cups: { key: 'k', run: 1, instance: 'i1', queue: 'office', job: 7, relay: false },
  state: 'incoming',
  reasons: [],
  needsOperator: false,
  document: { place: 'elsewhere', file: '', octets: 100, digest: 'd', format: 'application/pdf' },
  quote: { impressions: 10, sheets: 10, colour: 0, amount: 0, prices: freeOfCharge, evidence: [] },
  attempts: [],
  submittedAt: 0,
};

function ended(end: Partial<AdapterEnd>, runs = 1): Job {
  let job: Job = fresh;
  for (let run = 1; run <= runs; run += 1) {
    job = { ...job, ...runStarted(job, { at: run }) };
    job = { ...job, attempts: withEnd(job, run, { terminated: false, ...end }, run + 1) };
  }
  return job;
}

function changed(
  more: Partial<PrinterSettings>,
  onError: Partial<PrinterSettings['onError']> = {},
): PrinterSettings {
  return { ...rules, ...more, onError: { ...rules.onError, ...onError } };
}

describe('the end of a run', () => {
  test.each<[string, Partial<AdapterEnd>, PrinterSettings, number, object]>([
    ['0 is printed', { exit: 0 }, rules, 1, { kind: 'printed' }],
    [
      '0 with pages is what the device says',
      { exit: 0, pages: 8 },
      rules,
      1,
      { kind: 'printed', reported: 8 },
    ],
    ['0 with no page is a printer that does not count', { exit: 0, pages: 0 }, rules, 1, { kind: 'printed' }],
    ['0 after SIGTERM may come again', { exit: 0, terminated: true }, rules, 1, { kind: 'wait' }],
    ['SIGTERM itself may come again', { signal: 'SIGTERM', terminated: true }, rules, 1, { kind: 'wait' }],
    [
      'SIGTERM after the last page is printed',
      { exit: 0, terminated: true, pages: 10 },
      rules,
      1,
      { kind: 'printed', reported: 10 },
    ],
    [
      'a cancel that cupsd confirms is charged by the rule',
      { exit: 0, terminated: true, cancelled: true },
      rules,
      1,
      { kind: 'ended', action: 'cancelled', impressions: 'quoted' },
    ],
    [
      'a cancel with pages is charged by the pages',
      { exit: 0, terminated: true, cancelled: true, pages: 2 },
      rules,
      1,
      { kind: 'ended', action: 'cancelled', impressions: 2, reported: 2 },
    ],
    [
      'a cancel before the first octet is free',
      { terminated: true, cancelled: true, octets: 0 },
      rules,
      1,
      { impressions: 0 },
    ],
    ['1 may come again', { exit: 1 }, rules, 1, { kind: 'wait' }],
    ['6 may come again', { exit: 6 }, rules, 2, { kind: 'wait' }],
    ['7 may come again', { exit: 7 }, rules, 1, { kind: 'wait' }],
    ['a signal may come again', { signal: 'SIGSEGV' }, rules, 1, { kind: 'wait' }],
    ['1 for the last time is in doubt', { exit: 1 }, rules, 3, { kind: 'operator', reason: 'after-partial' }],
    [
      '1 for the last time with nothing sent is free',
      { exit: 1, octets: 0 },
      rules,
      3,
      { kind: 'ended', impressions: 0 },
    ],
    [
      '1 with no page is free',
      { exit: 1, pages: 0 },
      changed({}, { action: 'abort' }),
      1,
      { kind: 'ended', impressions: 0 },
    ],
    [
      '1 by the rule void is free',
      { exit: 1 },
      changed({ afterPartial: 'void' }, { action: 'abort' }),
      1,
      { impressions: 0 },
    ],
    [
      '1 by the rule printed is printed',
      { exit: 1 },
      changed({ afterPartial: 'printed' }, { action: 'abort' }),
      1,
      { kind: 'printed' },
    ],
    [
      '1 is charged where failures are',
      { exit: 1 },
      changed({}, { action: 'abort', charge: true }),
      1,
      { kind: 'ended', action: 'failed', impressions: 'quoted' },
    ],
    [
      '1 stops the printer by rule',
      { exit: 1 },
      changed({}, { action: 'stop' }),
      1,
      { kind: 'stop-printer' },
    ],
    [
      '1 is held by rule',
      { exit: 1 },
      changed({}, { action: 'hold' }),
      1,
      { kind: 'operator', reason: 'device-failed' },
    ],
    ['2 is released', { exit: 2 }, rules, 1, { kind: 'ended', action: 'failed', impressions: 0 }],
    ['3 is released', { exit: 3 }, rules, 1, { kind: 'ended', action: 'failed', impressions: 0 }],
    [
      '4 with pages is charged for these',
      { exit: 4, pages: 3 },
      rules,
      1,
      { kind: 'ended', impressions: 3, reported: 3 },
    ],
    ['5 is cancelled', { exit: 5 }, rules, 1, { kind: 'ended', action: 'cancelled', impressions: 0 }],
    [
      'a backend that could not be started is released',
      {},
      rules,
      1,
      { kind: 'ended', action: 'failed', impressions: 0 },
    ],
  ])('%s', (...[, end, settings, runs, verdict]) => {
    expect(judgeEnd(ended(end, runs), settings)).toMatchObject(verdict);
  });

  test('of pages nobody can count is left to a person', () => {
    const uncounted: PageCount = { kind: 'unknown', why: 'unsupported', evidence: [] };
    const job = ended({ exit: 0 });
    const quote = { impressions: 0, sheets: 0, colour: 0, amount: 0, prices: freeOfCharge, evidence: [] };
    expect(judgeEnd({ ...job, count: uncounted, quote }, rules)).toMatchObject({
      kind: 'operator',
      reason: 'not-counted',
    });
  });
});

describe('a job that does not come again', () => {
  test.each<[string, Partial<AdapterEnd>, PrinterSettings, object]>([
    ['is in doubt when it was stopped', { exit: 0, terminated: true }, rules, { kind: 'operator' }],
    [
      'is free by rule',
      { exit: 0, terminated: true },
      changed({ cancelled: 'none' }),
      { action: 'cancelled', impressions: 0 },
    ],
    [
      'is charged by its pages',
      { exit: 0, terminated: true, pages: 4 },
      rules,
      { action: 'cancelled', impressions: 4 },
    ],
    ['is free when nothing left', { exit: 1, octets: 0 }, rules, { action: 'failed', impressions: 0 }],
    ['is in doubt when it failed', { exit: 1 }, rules, { kind: 'operator', reason: 'after-partial' }],
  ])('%s', (_, end, settings, verdict) => {
    expect(judgeGivenUp(ended(end), settings)).toMatchObject(verdict);
  });

  test('is charged in full when its owner cancels it with us, by rule', () => {
    const job = { ...ended({ exit: 0, terminated: true }), cancelRequested: { by: 'alice', at: 9 } };
    expect(judgeGivenUp(job, rules)).toMatchObject({ action: 'cancelled', impressions: 'quoted' });
  });
});
