import { expect, test } from 'vitest';
import { PrintServerError } from '../base/fault.ts';
import { formatLine, type LogEvent } from './line.ts';

const event: LogEvent = {
  at: Date.UTC(2026, 10, 23, 9, 5, 7, 12),
  level: 'info',
  event: 'job accepted',
  facts: { jobId: 17, printer: 'demo' },
};

test('a JSON line has time, level and event first, then the facts', () => {
  expect(formatLine(event, 'json')).toBe(
    '{"time":"2026-11-23T09:05:07.012Z","level":"info","event":"job accepted","jobId":17,"printer":"demo"}',
  );
});

test('a text line is one line with name=value pairs', () => {
  const facts = { printer: 'demo', message: 'two words', absent: undefined };
  expect(formatLine({ ...event, facts }, 'text')).toBe(
    '09:05:07.012 info  job accepted printer=demo message="two words"',
  );
});

test('colour wraps the level only', () => {
  expect(formatLine({ ...event, facts: {} }, 'colour')).toBe(
    '09:05:07.012 \u001b[32minfo \u001b[0m job accepted',
  );
});

test('control characters of strangers never reach a terminal or make a second line', () => {
  const line = formatLine({ ...event, event: 'a\nb', facts: { user: 'eve\u001b[2J\u009bx\r\n' } }, 'text');
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test.each(['json', 'text'] as const)('what is named like a secret is hidden (%s)', (style) => {
  const facts = { password: 'hunter2', nested: { apiToken: 'hunter2' }, Authorization: 'hunter2' };
  expect(formatLine({ ...event, facts }, style)).not.toContain('hunter2');
});

test.each(['json', 'text'] as const)(
  'octets are told by their number, never by what they are (%s)',
  (style) => {
    const line = formatLine({ ...event, facts: { octets: Buffer.from('secret text') } }, style);
    expect(line).toContain('(11 octets)');
  },
);

test('long strings are cut and say how long they were', () => {
  const line = formatLine({ ...event, facts: { name: 'x'.repeat(5_000) } }, 'json');
  expect(line.length).toBeLessThan(1_300);
  expect(line).toContain('(5000 characters)');
});

test('an error is told with code, message and cause', () => {
  const error = new PrintServerError('disk-full', 'no space', { cause: new Error('ENOSPC') });
  const line: unknown = JSON.parse(formatLine({ ...event, facts: { error } }, 'json'));
  expect(line).toMatchObject({
    error: { code: 'disk-full', message: 'no space', cause: { message: 'ENOSPC' } },
  });
});

test.each(['json', 'text'] as const)('a circle or a number too big for JSON does not throw (%s)', (style) => {
  const circle: Record<string, unknown> = { big: 10n };
  circle['self'] = circle;
  expect(formatLine({ ...event, facts: { circle, big: 10n } }, style)).toContain('job accepted');
});
