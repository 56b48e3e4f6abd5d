import { expect, test } from 'vitest';
import { isOwnAddress } from './own-address.ts';

const machine = {
  hostname: () => 'printhost',
  networkInterfaces: () => ({
    eth0: [
      { address: '10.0.0.1', netmask: '', family: 'IPv4' as const, mac: '', internal: false, cidr: null },
    ],
  }),
};

test.each([
  ['ipp://localhost:8631/ipp/print/demo', ['localhost:8631'], true],
  ['ipp://127.0.0.1:8631/', ['localhost:8631'], true],
  ['ipps://printhost:8631/printers/x', ['*:8631'], true],
  ['ipp://10.0.0.1:8631/x', ['*:8631'], true],
  ['http://print.example:8631/x', ['print.example:8631'], true],
  ['ipp://10.0.0.2:8631/x', ['*:8631'], false],
  ['ipp://localhost/ipp/print', ['localhost:8631'], false],
  ['ipp://print.example:8631/x', ['*:8631'], false],
  ['socket://localhost:8631', ['localhost:8631'], false],
  ['ipp://localhost:8631/x', [], false],
])('%s with %j: %s', (uri, addresses, expected) => {
  expect(isOwnAddress(uri, addresses, machine)).toBe(expected);
});
