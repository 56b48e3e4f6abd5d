import type { Clock } from '../base/clock.ts';
import type { Capabilities } from '../model/device.ts';
import type { Device } from './device.ts';
import type { DeviceUri } from './device-uri.ts';
import { FileDevice } from './file/file-device.ts';
import { IppDevice } from './ipp/ipp-device.ts';
import { type DeviceLimits, deviceLimits } from './limits.ts';
import { NoDevice } from './no-device.ts';
import { RawDevice } from './raw/raw-device.ts';

export interface DeviceSettings {
  readonly uri: DeviceUri;
  /** What the configuration says of the device; wins over what the device or its kind says. */
  readonly capabilities: Partial<Capabilities>;
  readonly clock: Clock;
  /** ipps only, see ipp/ipp-client.ts; off by default. */
  readonly verifyCertificate?: boolean;
  readonly limits?: Partial<DeviceLimits>;
}

/** Opens nothing: the first connection is made for the first request. */
export function createDevice(settings: DeviceSettings): Device {
  const { uri, capabilities, clock, verifyCertificate = false } = settings;
  const limits = { ...deviceLimits, ...settings.limits };
  switch (uri.kind) {
    case 'ipp':
      return new IppDevice({ uri, capabilities, clock, limits, verifyCertificate });
    case 'raw':
      return new RawDevice({ uri, capabilities, limits });
    case 'file':
      return new FileDevice({ uri, capabilities, clock });
    case 'cups':
    case 'release':
    case 'quote':
      return new NoDevice({ uri, capabilities });
  }
}
