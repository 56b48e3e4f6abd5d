import { expect, test } from 'vitest';
import { whyNotOpen } from './open-limits.ts';

const rule = { policy: 'open', jobsPerHour: 2, octetsPerHour: 100 } as const;
const journal = { entries: 4, documentOctets: 90, octets: 200 };
const now = 10_000_000;
const line = (user: string, octets: number, minutesAgo = 1) => ({
  user,
  octets,
  at: now - minutesAgo * 60_000,
});

test.each([
  ['nothing yet', [], 50, undefined],
  ['one job before', [line('alice', 50)], 50, undefined],
  ['as many as allowed', [line('alice', 1), line('alice', 1)], 1, '2 jobs of this user within an hour'],
  ['an hour later', [line('alice', 1, 61), line('alice', 1, 61)], 1, undefined],
  ['other people', [line('bob', 1), line('bob', 1)], 1, undefined],
  ['octets within an hour', [line('alice', 51)], 50, 'too much of this user within an hour'],
  ['a large document', [], 91, 'the document is larger than the journal takes'],
  ['a full journal', ['a', 'b', 'c', 'd'].map((user) => line(user, 1)), 1, 'the journal is full'],
  [
    'full of documents',
    [line('b', 90), line('c', 90)],
    50,
    'the documents in the journal take all of their room',
  ],
] as const)('with %s', (_title, lines, octets, why) => {
  expect(whyNotOpen({ user: 'alice', octets, now, lines }, rule, journal)).toBe(why);
});
