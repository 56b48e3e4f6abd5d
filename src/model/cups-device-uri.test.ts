import { describe, expect, test } from 'vitest';
import {
  holdsPassword,
  ippAddressOf,
  parseAdapterUri,
  withoutCredentials,
  wrapDeviceUri,
} from './cups-device-uri.ts';

const wrapped = [
  'socket://10.0.0.5',
  'socket://10.0.0.5:9100/?contimeout=60&waiteof=false#frag',
  'hp:/net/HP_Color_LaserJet_4700?ip=140.226.1.2',
  'hp:/net/HP?ip=1.2.3.4&queue=false',
  'hp:/usb/HP?serial=ABC%20123',
  'usb://HP/LaserJet%201020?serial=AB12%2FX',
  'dnssd://Brother%20HL._ipp._tcp.local/?uuid=1-2',
  'serial:/dev/ttyS0?baud=9600+bits=8',
  'ipps://[2001:db8::1]:631/ipp/print',
  'ipp://[fe80::1%25eth0]/',
  'beh:/1/3/5/socket://10.0.0.5',
  'parallel:/dev/lp0',
  'smb://DOM%5Cuser:p%40ss@server/share%20name',
  'lpd://localhost/queue',
];

describe('parseAdapterUri', () => {
  test.each(wrapped)('gives %s back octet for octet, however it is wrapped', (uri) => {
    const scheme = uri.slice(0, uri.indexOf(':'));
    for (const before of [
      'cupspykota:',
      'cupspykota:/',
      'cupspykota://',
      'cupspykota:///',
      'cupspykota://localhost/',
    ]) {
      expect(parseAdapterUri(`${before}${uri}`)).toEqual({ kind: 'wrapped', uri, scheme });
    }
    expect(parseAdapterUri(wrapDeviceUri(uri))).toEqual({ kind: 'wrapped', uri, scheme });
  });

  test.each(['cupspykota:', 'cupspykota:/', 'cupspykota://', 'cupspykota:///', 'cupspykota://localhost/'])(
    'takes %s for a printer of the server',
    (uri) => {
      expect(parseAdapterUri(uri)).toEqual({ kind: 'relay' });
    },
  );

  test.each([
    'socket://10.0.0.5',
    'CUPSPYKOTA:socket://10.0.0.5',
    'cupspykota:socket',
    'cupspykota:../socket:x',
    'cupspykota:////socket://x',
    'cupspykota:cupspykota:socket://x',
    'cupspykota:a b://x',
  ])('refuses %s', (uri) => {
    expect(parseAdapterUri(uri)).toMatchObject({ kind: 'invalid' });
  });

  test('knows the name it is installed under', () => {
    expect(parseAdapterUri('accounts:socket://x', 'accounts')).toMatchObject({ kind: 'wrapped' });
    expect(parseAdapterUri('cupspykota:socket://x', 'accounts')).toMatchObject({ kind: 'invalid' });
  });
});

describe('holdsPassword', () => {
  test.each(['smb://user:secret@server/share', 'beh:/1/3/5/smb://u:p@s/x', 'ipp://u:@host/'])(
    'sees it in %s',
    (uri) => {
      expect(holdsPassword(uri)).toBe(true);
      expect(withoutCredentials(uri)).not.toMatch(/secret|u:/);
    },
  );

  test.each(['socket://host:9100', 'smb://user@server/share', 'ipp://host:631/a@b', 'ipps://[::1]:631/x@y'])(
    'sees none in %s',
    (uri) => {
      expect(holdsPassword(uri)).toBe(false);
    },
  );
});

describe('ippAddressOf', () => {
  test.each([
    ['ipp://Host/ipp/print', { host: 'host', port: 631 }],
    ['ipps://host:8631/', { host: 'host', port: 8631 }],
    ['http://u:p@[::1]:8631/x', { host: '::1', port: 8631 }],
    ['https://host', { host: 'host', port: 443 }],
    ['socket://host', undefined],
  ])('finds where %s leads', (uri, address) => {
    expect(ippAddressOf(uri)).toEqual(address);
  });
});
