import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { deviceSchemes } from '../../src/config/schema/device-uri.ts';
import { deviceSchemes as forwarded, parseDeviceUri } from '../../src/forward/index.ts';

// Configuration is read below forward/ and says again what a device may be: here the two are held together.

test('the configuration knows the schemes that there are devices for', () => {
  expect([...deviceSchemes].sort()).toEqual(Object.keys(forwarded).sort());
});

const uris = [
  'ipp://h',
  'ipp://h/ipp/print',
  'IPP://h:8631/x',
  'ipps://[2001:db8::1]/x',
  'ipp://user@h/x',
  'ipp://h/x?y',
  'ipp://h/x#y',
  'ipp://h:0/',
  'ipp://h:70000/',
  'ipp://',
  'ipp:h',
  'socket://h',
  'socket://h:9100',
  'socket://h:9100/',
  'socket://h:9100/x',
  'raw://h',
  'lpd://h/q',
  'http://h/',
  'h',
  '',
  'file:/srv/out/',
  'file:/srv/my out',
  'file:/srv/100%',
  'file:///srv/my%20out/',
  'file:///srv/%zz',
  'file:///srv/?x',
  'file://host/srv',
  'file:',
  'cupspykota:',
  'CUPSPYKOTA:',
  'cupspykota:socket://h',
  'cupspykota://',
];

test.each(uris)('the device %j is one to both or to neither', (device) => {
  const text = JSON.stringify({ printers: [{ name: 'a', device }] });
  const loaded = parseConfig(text, { file: '/etc/platen.json', variables: {} });
  const resolved = loaded.kind === 'ok' ? loaded.config.printers[0]!.device : undefined;
  expect(resolved !== undefined).toBe(parseDeviceUri(device) !== undefined);
  // What the configuration made of it leads to the same device.
  if (resolved !== undefined) expect(parseDeviceUri(resolved)?.text).toBe(parseDeviceUri(device)?.text);
});
