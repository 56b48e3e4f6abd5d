import { describe, expect, test } from 'vitest';
import { findConfigFile } from './config-file.ts';

const search = { given: undefined, fromEnvironment: undefined, workingFolder: '/srv' };

describe('the configuration', () => {
  test('is what --config names, then what the environment names, there or not', () => {
    const exists = (): boolean => false;
    expect(findConfigFile({ ...search, given: 'a.json', fromEnvironment: 'b.json', exists })).toBe(
      '/srv/a.json',
    );
    expect(findConfigFile({ ...search, fromEnvironment: 'b.json', exists })).toBe('/srv/b.json');
  });

  test('is else that of the folder, then that of the system', () => {
    expect(findConfigFile({ ...search, exists: () => true })).toBe('/srv/config/platen.json');
    const exists = (path: string): boolean => path.startsWith('/etc/');
    expect(findConfigFile({ ...search, exists })).toBe('/etc/platen/platen.json');
  });

  test('that is nowhere is asked for', () => {
    expect(() => findConfigFile({ ...search, exists: () => false })).toThrow(
      'neither /srv/config/platen.json nor /etc/platen/platen.json exists. Name one with --config FILE',
    );
  });
});
