import type { Capabilities } from '../../model/device.ts';
import type { Device, DeviceDescription, RelayOutcome } from '../device.ts';
import type { DeviceUri } from '../device-uri.ts';
import { assumedOf } from '../kinds.ts';

export interface ReleaseDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'release' }>;
  readonly capabilities: Partial<Capabilities>;
}

/**
 * No device at all: jobs wait until they are released at another printer. What reaches `relay` is a job of a time when
 * its printer had a device.
 */
export class ReleaseDevice implements Device {
  readonly kind = 'release';
  readonly takesSeveral = false;
  readonly uri: string;
  readonly assumed: DeviceDescription;

  constructor({ uri, capabilities }: ReleaseDeviceSettings) {
    this.uri = uri.text;
    this.assumed = assumedOf('release', capabilities);
  }

  describe(): Promise<DeviceDescription> {
    return Promise.resolve(this.assumed);
  }

  relay(): Promise<RelayOutcome> {
    return Promise.resolve({
      kind: 'failed',
      octetsSent: 0,
      retry: false,
      message: 'Its printer has no device any more: its jobs are released at other printers. Print it anew.',
    });
  }

  resume(): Promise<{ readonly kind: 'unknown' }> {
    return Promise.resolve({ kind: 'unknown' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
