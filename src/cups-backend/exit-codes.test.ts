import { describe, expect, test } from 'vitest';
import type { AdapterDecision, AdapterEnd } from '../model/adapter.ts';
import { againMax, exitOfDecision, exitOfRun, exitWhenDown } from './exit-codes.ts';

describe('exitOfDecision', () => {
  const why = { reason: 'account-limit-reached', message: '' } as const;
  const table: readonly (readonly [AdapterDecision, number | undefined])[] = [
    [{ decision: 'allow', attempt: 'a', job: 1, deadline: 1 }, undefined],
    [{ decision: 'relayed', job: 1 }, undefined],
    [{ decision: 'deny', ...why }, 3],
    [{ decision: 'hold', ...why }, 3],
    [{ decision: 'cancel', ...why }, 5],
    [{ decision: 'later', seconds: 30, message: '' }, 6],
    [{ decision: 'later', seconds: 151, message: '' }, 3],
    [{ decision: 'done', job: 1 }, 0],
  ];
  test.each(table)('%j ends with %s', (decision, code) => {
    expect(exitOfDecision(decision)).toBe(code);
  });
});

describe('exitOfRun', () => {
  const table: readonly (readonly [Omit<AdapterEnd, 'terminated'>, number, number])[] = [
    // The code, then what it is after SIGTERM, which nobody reads.
    [{ exit: 0 }, 0, 0],
    [{ exit: 1 }, 1, 1],
    [{ exit: 2 }, 2, 2],
    [{ exit: 3 }, 3, 3],
    [{ exit: 4 }, 4, 4],
    [{ exit: 5 }, 5, 5],
    [{ exit: 6 }, 6, 6],
    [{ exit: 7 }, 7, 7],
    [{ exit: 8 }, 8, 8],
    [{ exit: 100 }, 100, 100],
    [{ signal: 'SIGKILL' }, 1, 0],
    [{ signal: 'SIGSEGV' }, 1, 0],
    [{ signal: 'SIGTERM' }, 1, 0],
    [{ octets: 0 }, 4, 0],
  ];
  test.each(table)('%j ends with %i, after SIGTERM with %i', (end, code, afterTerm) => {
    expect(exitOfRun({ end: { ...end, terminated: false }, againBefore: 0 })).toBe(code);
    expect(exitOfRun({ end: { ...end, terminated: true }, againBefore: 0 })).toBe(afterTerm);
  });

  test('a job that asks again and again to be run at once is left to CUPS', () => {
    const end = { exit: 7, terminated: false };
    expect(exitOfRun({ end, againBefore: againMax - 1 })).toBe(7);
    expect(exitOfRun({ end, againBefore: againMax })).toBe(6);
  });
});

test.each([
  ['closed', { kind: 'exit', code: 6 }],
  ['hold', { kind: 'exit', code: 3 }],
  ['open', { kind: 'print' }],
] as const)('a server that is away means for a queue that is %s: %j', (policy, exit) => {
  expect(exitWhenDown(policy)).toEqual(exit);
});
