import { describe, expect, test } from 'vitest';
import {
  type AdapterSettings,
  adapterSettingsPath,
  adapterSettingsText,
  defaultJournalLimits,
  defaultServerDown,
  parseAdapterSettings,
  serverDownOf,
} from './adapter-settings.ts';

const settings: AdapterSettings = {
  instance: 'one',
  server: { kind: 'socket', path: '/run/platen/adapter.sock' },
  ownAddresses: ['localhost:8631'],
  user: { uid: 7, gid: 7 },
  folder: '/var/spool/platen-adapter',
  journal: defaultJournalLimits,
  serverDown: defaultServerDown,
  queues: { office: { policy: 'open', jobsPerHour: 3, octetsPerHour: 1_000 } },
};

describe('parseAdapterSettings', () => {
  test('reads what was written', () => {
    expect(parseAdapterSettings(JSON.parse(adapterSettingsText(settings)))).toEqual(settings);
    const server = { kind: 'https', url: 'https://print:8631', ca: '/ca.pem', token: '/token' } as const;
    const remote = { ...settings, server };
    expect(parseAdapterSettings(JSON.parse(adapterSettingsText(remote)))).toEqual(remote);
  });

  test('completes what is left out', () => {
    const { instance, user, folder } = settings;
    const least = { instance, user, folder, server: { socket: '/s' } };
    expect(parseAdapterSettings(least)).toMatchObject({
      serverDown: defaultServerDown,
      queues: {},
      ownAddresses: [],
    });
  });

  test.each([
    ['server', { url: 'http://print:8631', ca: '/ca', token: '/t' }, '"server.url" must be an https:// URL'],
    ['serverDown', { policy: 'maybe' }, '"serverDown.policy" must be closed, hold, open'],
    ['user', { uid: -1, gid: 7 }, '"uid" must be a whole number'],
    ['instance', '', '"instance" must be a text'],
  ])('says what is wrong with %s', (name, value, problem) => {
    expect(parseAdapterSettings({ ...JSON.parse(adapterSettingsText(settings)), [name]: value })).toBe(
      problem,
    );
  });

  test.each([null, 'text', 7, []])('refuses %j', (value) => {
    expect(typeof parseAdapterSettings(value)).toBe('string');
  });
});

test('a queue has its own rule, else that of all', () => {
  expect(serverDownOf(settings, 'office')).toMatchObject({ policy: 'open', jobsPerHour: 3 });
  expect(serverDownOf(settings, 'hall')).toBe(settings.serverDown);
  expect(serverDownOf(settings, 'constructor')).toBe(settings.serverDown);
});

test('the file lies beside the configuration of its cupsd', () => {
  expect(adapterSettingsPath('/etc/cups')).toBe('/etc/cups/platen/adapter.json');
});
