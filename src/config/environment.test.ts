import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

test('variables become facts', () => {
  const variables = {
    PLATEN_CONFIG: '/etc/platen.json',
    PLATEN_TEST: '1',
    PLATEN_TEST_CRASH_AT: 'accept:before',
    NO_COLOR: '1',
  };
  expect(readEnvironment(variables)).toEqual({
    configFile: '/etc/platen.json',
    test: true,
    crashAt: 'accept:before',
    noColour: true,
    variables,
  });
});

test('variables that are set to nothing count as absent', () => {
  const variables = { PLATEN_CONFIG: '', NO_COLOR: '', PLATEN_TEST: '' };
  expect(readEnvironment(variables)).toEqual({ test: false, noColour: false, variables });
});

test('a crash is only asked for where tests are', () => {
  expect(readEnvironment({ PLATEN_TEST_CRASH_AT: 'accept:before' })).not.toHaveProperty('crashAt');
});
