import { expect, test } from 'vitest';
import { shortSocketPath } from './socket-path.ts';

const deep = `/srv/${'d'.repeat(110)}`;

test('a short path is taken as it is', () => {
  expect(shortSocketPath('/var/lib/platen/control.sock', '/')).toBe('/var/lib/platen/control.sock');
});

test('a path too long for the system is named from the working folder', () => {
  expect(shortSocketPath(`${deep}/var/control.sock`, deep)).toBe('var/control.sock');
});

test('a path that is too long from everywhere is refused with what to change', () => {
  expect(() => shortSocketPath(`${deep}/var/control.sock`, '/tmp')).toThrow(
    'Set "data" in the configuration',
  );
});
