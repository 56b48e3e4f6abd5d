import { describe, expect, test } from 'vitest';
import { adapterLineOctetsMax } from '../model/adapter.ts';
import { jobLine, jobOf, parseCall } from './backend-call.ts';

const args = ['17', 'alice', 'a title', '3', 'sides=one time-at-creation=1 job-name=a time-at-creation=2'];
const facts = { instance: 'i', queue: 'office', deviceScheme: 'socket', isRelay: false, ask: 'a', now: 99 };

function jobWith(
  change: Readonly<Record<number, string>>,
  environment: Readonly<Record<string, string>> = {},
) {
  const call = parseCall(args.map((value, index) => change[index] ?? value));
  return jobOf(call!, environment, facts);
}

describe('parseCall', () => {
  test('reads what cupsd calls a backend with', () => {
    expect(parseCall(args)).toMatchObject({ job: 17, user: 'alice', title: 'a title', copies: 3 });
    expect(parseCall([...args, '/spool/d00017-001'])).toMatchObject({ file: '/spool/d00017-001' });
    expect(parseCall(['17', 'alice', '', 'x', ''])).toMatchObject({ copies: 1, title: '' });
  });

  test.each([[['17']], [[]], [['x', ...args.slice(1)]], [[...args, 'file', 'more']]])(
    'refuses %j',
    (wrong) => {
      expect(parseCall(wrong)).toBeUndefined();
    },
  );
});

describe('jobOf', () => {
  test('takes the creation time that cupsd wrote last, and none of the words around it', () => {
    expect(jobWith({}).createdAt).toBe(2);
    expect(jobWith({ 4: 'job-billing=x\\ time-at-creation=7' }).createdAt).toBe(7);
    expect(jobWith({ 4: 'date-time-at-creation=7 time-at-creation=7x' }).createdAt).toBe(99);
  });

  test('keeps names as they came and tells no password and no URI', () => {
    const environment = {
      DEVICE_URI: 'cupspykota:smb://u:secret@h/x',
      AUTH_PASSWORD: 'secret',
      AUTH_USERNAME: 'DOM\\alice',
      FINAL_CONTENT_TYPE: 'application/pdf',
    };
    const job = jobWith({ 1: '../../etc/x', 2: '"$(rm -rf /)`' }, environment);
    expect(job).toMatchObject({ user: '../../etc/x', title: '"$(rm -rf /)`', authUser: 'DOM\\alice' });
    expect(JSON.stringify(job)).not.toContain('secret');
  });

  test('takes a login for proven only while the queue asks for none', () => {
    const login = { AUTH_USERNAME: 'alice' };
    expect(jobWith({}, { ...login, AUTH_INFO_REQUIRED: 'none' }).authUser).toBe('alice');
    expect(jobWith({}, { ...login, AUTH_INFO_REQUIRED: 'username,password' }).authUser).toBeUndefined();
  });
});

test('jobLine is one line within the limit', () => {
  const line = jobLine(jobWith({ 2: 'two\nlines\u2028', 4: '\u0001'.repeat(60_000) }));
  expect(line.length).toBeLessThanOrEqual(adapterLineOctetsMax);
  expect(line.indexOf(0x0a)).toBe(line.length - 1);
});
