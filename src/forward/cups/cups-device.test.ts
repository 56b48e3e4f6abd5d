import { expect, test } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { createDevice } from '../create-device.ts';
import { parseDeviceUri } from '../device-uri.ts';
import { carriesOf } from '../kinds.ts';
import { CupsDevice } from './cups-device.ts';

const uri = { kind: 'cups', text: 'cupspykota:' } as const;

test('a queue of CUPS is a device that carries nothing of a ticket', () => {
  expect(parseDeviceUri('cupspykota:')).toEqual(uri);
  expect(parseDeviceUri('cupspykota:socket://h')).toBeUndefined();
  expect(carriesOf('cups')).toEqual([]);
  const device = createDevice({ uri, capabilities: { carries: ['copies'] }, clock: systemClock });
  expect(device.assumed.capabilities.carries).toEqual([]);
});

test('what is sent to it has not been printed, and never will be', async () => {
  const device = new CupsDevice({ uri, capabilities: {} });
  expect(await device.relay()).toMatchObject({ kind: 'failed', octetsSent: 0, retry: false });
  expect(await device.resume()).toEqual({ kind: 'unknown' });
});
