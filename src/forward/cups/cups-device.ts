import type { Capabilities } from '../../model/device.ts';
import type { Device, DeviceDescription, RelayOutcome } from '../device.ts';
import type { DeviceUri } from '../device-uri.ts';
import { assumedOf } from '../kinds.ts';

export interface CupsDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'cups' }>;
  readonly capabilities: Partial<Capabilities>;
}

/**
 * Stands for a queue of CUPS whose adapter asks us before the backend runs. Nothing can be sent to it: what reaches
 * `relay` is a job of a time when its printer had another device.
 */
export class CupsDevice implements Device {
  readonly kind = 'cups';
  readonly takesSeveral = false;
  readonly uri: string;
  readonly assumed: DeviceDescription;

  constructor({ uri, capabilities }: CupsDeviceSettings) {
    this.uri = uri.text;
    this.assumed = assumedOf('cups', capabilities);
  }

  describe(): Promise<DeviceDescription> {
    return Promise.resolve(this.assumed);
  }

  relay(): Promise<RelayOutcome> {
    return Promise.resolve({
      kind: 'failed',
      octetsSent: 0,
      retry: false,
      message: 'Its printer is a queue of CUPS now, which takes jobs from CUPS only; print it there.',
    });
  }

  resume(): Promise<{ readonly kind: 'unknown' }> {
    return Promise.resolve({ kind: 'unknown' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
