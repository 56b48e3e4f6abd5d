import { describe, expect, test } from 'vitest';
import { parseDeviceUri } from './device-uri.ts';

const canonical = (text: string): string | undefined => parseDeviceUri(text)?.text;

describe('a device URI has one canonical form', () => {
  test.each([
    ['ipp://Printer.Example', 'ipp://printer.example:631/'],
    ['IPP://printer.example/ipp/print', 'ipp://printer.example:631/ipp/print'],
    ['ipp://printer.example:80/ipp/./x/../print', 'ipp://printer.example:80/ipp/print'],
    ['ipps://printer.example:443/ipp/print', 'ipps://printer.example:443/ipp/print'],
    ['ipp://[::1]:8631/printers/a%20b', 'ipp://[::1]:8631/printers/a%20b'],
    ['socket://10.0.0.7', 'socket://10.0.0.7:9100'],
    ['raw://10.0.0.7:9101/', 'socket://10.0.0.7:9101'],
    ['socket://[fe80::1]:9100', 'socket://[fe80::1]:9100'],
    ['file:/var/out', 'file:///var/out/'],
    ['file:/var/a/../out//', 'file:///var/out/'],
    ['file:///var/out%20put/', 'file:///var/out%20put/'],
    ['file:/var/out put/', 'file:///var/out%20put/'],
    [' file:/var/out/ ', 'file:///var/out/'],
  ])('%s is %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test('and reading it again changes nothing', () => {
    for (const text of ['ipps://a/ipp', 'socket://b', 'file:/c d/é/%41/']) {
      const once = canonical(text);
      expect(once).toBeDefined();
      expect(canonical(once ?? '')).toBe(once);
    }
  });

  test('a plain path is taken as it stands, a URL is decoded', () => {
    expect(parseDeviceUri('file:/a%20b/')).toMatchObject({ folder: '/a%20b/' });
    expect(parseDeviceUri('file:///a%20b/')).toMatchObject({ folder: '/a b/' });
  });
});

describe('a device URI that would be misread is none', () => {
  test.each([
    '',
    'printer.example',
    'http://printer.example/ipp/print',
    'lpd://printer.example/queue',
    'ipp:printer.example',
    'ipp:///ipp/print',
    'ipp://printer.example:0/',
    'ipp://printer.example:65536/',
    'ipp://printer.example:/',
    'ipp://user:secret@printer.example/',
    'ipp://printer.example/ipp/print?waitjob=false',
    'socket://10.0.0.7/path',
    'socket://10.0.0.7:9100?x',
    'raw:10.0.0.7',
    'file:relative/folder/',
    'file:',
    'file://host/folder/',
    'file:///a?b',
  ])('%s', (text) => {
    expect(parseDeviceUri(text)).toBeUndefined();
  });
});
