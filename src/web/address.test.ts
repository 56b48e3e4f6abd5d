import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { addressOf, hostAndPort, isThisMachine, printerUri, printerUrl } from './address.ts';

function address(host: string | undefined, secure = false): ReturnType<typeof addressOf> {
  return addressOf({ secure, headers: host === undefined ? {} : { host }, socket: new Socket() });
}

test.each([
  ['localhost:8631', 'ipp://localhost:8631/ipp/print/demo'],
  ['print.example.org', 'ipp://print.example.org:80/ipp/print/demo'],
  ['[2001:db8::1]:631', 'ipp://[2001:db8::1]:631/ipp/print/demo'],
])('the browser at %s is told %s', (host, uri) => {
  expect(printerUri(address(host), 'demo')).toBe(uri);
});

test('over TLS the addresses are secure ones', () => {
  expect(printerUri(address('a', true), 'demo')).toBe('ipps://a:443/ipp/print/demo');
  expect(printerUrl(address('a:8631', true), 'demo')).toBe('https://a:8631/ipp/print/demo');
});

test.each([undefined, '', 'a b', '<script>', 'a:0', 'a:99999', 'a:1:2', '[::1', 'x/y', 'x'.repeat(300)])(
  'a Host of %j is not repeated; the address of the connection stands in for it',
  (host) => {
    expect(hostAndPort(address(host))).toBe('localhost:631');
  },
);

test('loopback means the machine of the browser', () => {
  expect(['localhost', '127.1.2.3', '[::1]'].map((host) => isThisMachine(address(host)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(isThisMachine(address('10.0.0.1'))).toBe(false);
});
