import { expect, test } from 'vitest';
import { jobStateIn } from './cups-job-state.ts';

test('finds the state in the answer of a cupsd, and none where there is none', () => {
  const octets = Buffer.from('0200000000000001014700126174', 'hex');
  const attribute = Buffer.concat([
    Buffer.from([0x23, 0, 9]),
    Buffer.from('job-state'),
    Buffer.from([0, 4, 0, 0, 0, 7]),
  ]);
  expect(jobStateIn(Buffer.concat([octets, attribute, Buffer.from([3])]))).toBe(7);
  expect(jobStateIn(octets)).toBeUndefined();
  expect(jobStateIn(Buffer.concat([octets, attribute.subarray(0, -1)]))).toBeUndefined();
});
