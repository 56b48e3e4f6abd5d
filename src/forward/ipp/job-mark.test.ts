import { expect, test } from 'vitest';
import { cutToOctets, isMarked, markedName } from './job-mark.ts';

const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';

test('a job name ends with our mark', () => {
  expect(markedName('Report', uuid)).toBe('Report [platen 0f8fad5bd9cb]');
  expect(markedName('', uuid)).toBe('Untitled [platen 0f8fad5bd9cb]');
});

test('only the job of that UUID is ours', () => {
  expect(isMarked('Report [platen 0f8fad5bd9cb]', uuid)).toBe(true);
  expect(isMarked('Report [platen 0f8fad5bd9cc]', uuid)).toBe(false);
  expect(isMarked('Report', uuid)).toBe(false);
});

test('a long name keeps its mark within 255 octets, and no character is cut', () => {
  const name = markedName('ä€🖨'.repeat(100), uuid);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(Buffer.byteLength(name)).toBeGreaterThan(250);
  expect(isMarked(name, uuid)).toBe(true);
  expect(name).not.toContain('\ufffd');
});

test('a text that fits is not touched', () => {
  expect(cutToOctets('äö', 4)).toBe('äö');
  expect(cutToOctets('äö', 3)).toBe('ä');
});
