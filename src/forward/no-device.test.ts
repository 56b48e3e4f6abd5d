import { expect, test } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { createDevice } from './create-device.ts';
import { parseDeviceUri } from './device-uri.ts';
import { carriesOf } from './kinds.ts';
import { NoDevice } from './no-device.ts';

const uri = { kind: 'cups', text: 'cupspykota:' } as const;

test('a queue of CUPS is a device that carries nothing of a ticket', () => {
  expect(parseDeviceUri('cupspykota:')).toEqual(uri);
  expect(parseDeviceUri('cupspykota:socket://h')).toBeUndefined();
  expect(carriesOf('cups')).toEqual([]);
  const device = createDevice({ uri, capabilities: { carries: ['copies'] }, clock: systemClock });
  expect(device.assumed.capabilities.carries).toEqual([]);
});

test.each([
  [uri, 'queue of CUPS'],
  [{ kind: 'release', text: 'release:' }, 'released at other printers'],
  [{ kind: 'quote', text: 'quote:hall', printer: 'hall' }, 'only tells prices'],
] as const)('what is sent to $text has not been printed, and never will be', async (place, why) => {
  const device = new NoDevice({ uri: place, capabilities: {} });
  const outcome = await device.relay();
  expect(outcome).toMatchObject({ kind: 'failed', octetsSent: 0, retry: false });
  expect(outcome).toHaveProperty('message', expect.stringContaining(why));
  expect(await device.resume()).toEqual({ kind: 'unknown' });
});
