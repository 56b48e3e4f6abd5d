import { describe, expect, it } from 'vitest';
import {
  type AdapterDecision,
  type AdapterEnd,
  type AdapterFault,
  type AdapterInfo,
  type AdapterJob,
  type AdapterJobState,
  type AdapterJobStatus,
  type AdapterPrinted,
  type AdapterReason,
  type AdapterSettled,
  adapterBodyOctetsMax,
  adapterLineOctetsMax,
  adapterPaths,
  adapterProtocol,
  adapterReasons,
  keyText,
} from './adapter.ts';

const key = { instance: 'i1', queue: 'office', job: 7, createdAt: 1_700_000_000 };
const printed: AdapterPrinted = { at: 1_700_000_000_123, exit: 0, pages: 3 };
const job: AdapterJob = {
  ...key,
  protocol: adapterProtocol,
  user: 'alice',
  title: 'report',
  copies: 1,
  source: 'stdin',
  options: 'job-uuid=urn:uuid:0',
  deviceScheme: 'socket',
  printed,
};

describe('the words between adapter and server', () => {
  it('tells jobs apart by instance, queue, number and time of creation', () => {
    const others = [{ instance: 'i2' }, { queue: 'lab' }, { job: 8 }, { createdAt: 1_700_000_001 }];
    const texts = [key, ...others.map((part) => ({ ...key, ...part }))].map(keyText);
    expect(new Set(texts).size).toBe(5);
  });

  it('does not let a slash in one name look like another name', () => {
    const a = keyText({ ...key, instance: 'a/b', queue: 'c' });
    expect(a).not.toBe(keyText({ ...key, instance: 'a', queue: 'b/c' }));
  });

  it('keeps an attempt in one segment of the path', () => {
    expect(adapterPaths.end('7-1-x/y')).toBe('/adapter/v1/attempts/7-1-x%2Fy/end');
    expect(adapterPaths.job(7)).toBe(`${adapterPaths.jobs}/7`);
  });

  it('is JSON without loss, and small', () => {
    const reason: AdapterReason = 'account-limit-reached';
    const state: AdapterJobState = 'printing';
    const end: AdapterEnd = { signal: 'SIGKILL', terminated: false, octets: 0 };
    const allow: AdapterDecision = { decision: 'allow', attempt: '17-1-x', job: 17, deadline: 1 };
    const deny: AdapterDecision = { decision: 'deny', reason, message: 'no' };
    const info: AdapterInfo = { version: '0.1.0', protocol: adapterProtocol };
    const settled: AdapterSettled = { kind: 'settled' };
    const status: AdapterJobStatus = { state };
    const fault: AdapterFault = { code: 'adapter-bad-request', message: 'no JSON' };
    for (const words of [job, end, allow, deny, info, settled, status, fault]) {
      const text = JSON.stringify(words);
      expect(JSON.parse(text)).toEqual(words);
      expect(text.length).toBeLessThan(Math.min(adapterBodyOctetsMax, adapterLineOctetsMax));
    }
    expect(adapterReasons).toContain(reason);
  });
});
