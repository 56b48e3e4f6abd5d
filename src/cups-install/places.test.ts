import { expect, test } from 'vitest';
import { findPlaces, parseDirectives } from './places.ts';

test('reads cups-files.conf, of which the last word counts', () => {
  const text = '# ServerBin /no\nServerBin /usr/lib/cups\n  User  lp \nUser printer\nSyncOnClose\n';
  expect([...parseDirectives(text)]).toEqual([
    ['ServerBin', '/usr/lib/cups'],
    ['User', 'printer'],
  ]);
});

test('says which option names what is not found', () => {
  expect(findPlaces({ serverRoot: '/nowhere' })).toContain('--server-root');
  expect(findPlaces({ serverRoot: '/etc', serverBin: '/nowhere' })).toContain('--server-bin');
});
