import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

/** What some suites need and a fresh machine may lack; `how` is the way to get it. */
const needed = {
  ipptool: { program: 'ipptool', how: 'apt-get install cups-ipp-utils' },
  ippeveprinter: { program: 'ippeveprinter', how: 'apt-get install cups-ipp-utils' },
  cupsd: { program: 'cupsd', how: 'apt-get install cups' },
  ippfind: { program: 'ippfind', how: 'apt-get install cups-ipp-utils' },
  driverless: { program: 'driverless', how: 'apt-get install cups-filters-core-drivers' },
  avahi: { program: 'avahi-daemon', how: 'apt-get install avahi-daemon' },
  'avahi-browse': { program: 'avahi-browse', how: 'apt-get install avahi-utils' },
  dbus: { program: 'dbus-daemon', how: 'apt-get install dbus' },
  namespaces: { rootProgram: 'ip', how: 'apt-get install iproute2, and run the tests as root' },
  slapd: { program: 'slapd', how: 'apt-get install slapd' },
  ghostscript: { program: 'gs', how: 'apt-get install ghostscript' },
  'foreign-clients': {
    variable: 'PLATEN_TEST_FOREIGN_CLIENTS',
    how: 'test/foreign/build FOLDER, and set PLATEN_TEST_FOREIGN_CLIENTS=FOLDER',
  },
  mongodb: { variable: 'PLATEN_TEST_MONGODB_URI', how: 'set PLATEN_TEST_MONGODB_URI=mongodb://HOST:27017' },
} as const;

export type Need = keyof typeof needed;

export interface Availability {
  readonly available: boolean;
  /** The way to get it. */
  readonly how: string;
  /** Path of the program, or value of the variable; '' when it is absent. */
  readonly found: string;
}

export function needs(what: Need): Availability {
  const need = needed[what];
  const found = foundOf(need);
  return { available: found !== '', how: need.how, found };
}

function foundOf(need: (typeof needed)[Need]): string {
  if ('variable' in need) return process.env[need.variable] ?? '';
  if ('program' in need) return findProgram(need.program);
  return process.getuid?.() === 0 ? findProgram(need.rootProgram) : '';
}

/**
 * A suite that needs something which may be absent. It is then left out by name, with the way to get what is missing;
 * with PLATEN_TEST_ALL=1 (as continuous integration sets it) that is a failure.
 */
export function describeNeeding(what: Need | readonly Need[], title: string, suite: () => void): void {
  const missing = [what].flat().filter((need) => !needs(need).available);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  const reason = missing.map((need) => `needs ${need}: ${needs(need).how}`).join('; ');
  if (process.env['PLATEN_TEST_ALL'] === '1') {
    describe(title, () => {
      test(reason, () => {
        throw new Error(`PLATEN_TEST_ALL=1 forbids to leave this out; ${reason}`);
      });
    });
    return;
  }
  // The suite's own body is not run: it may expect what is absent.
  describe.skip(`${title} (${reason})`, () => {
    test('is left out', () => undefined);
  });
}

/** Debian keeps cupsd and ippeveprinter in /usr/sbin, which is not in every user's PATH. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

function findProgram(name: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...systemFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? '';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
