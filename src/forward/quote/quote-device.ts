import type { Capabilities } from '../../model/device.ts';
import type { Device, DeviceDescription, RelayOutcome } from '../device.ts';
import type { DeviceUri } from '../device-uri.ts';
import { assumedOf } from '../kinds.ts';

export interface QuoteDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'quote' }>;
  readonly capabilities: Partial<Capabilities>;
}

/**
 * No device: jobs end when they are counted and priced. What reaches `relay` is a job of a time when its printer had a
 * device.
 */
export class QuoteDevice implements Device {
  readonly kind = 'quote';
  readonly takesSeveral = false;
  readonly uri: string;
  readonly assumed: DeviceDescription;

  constructor({ uri, capabilities }: QuoteDeviceSettings) {
    this.uri = uri.text;
    this.assumed = assumedOf('quote', capabilities);
  }

  describe(): Promise<DeviceDescription> {
    return Promise.resolve(this.assumed);
  }

  relay(): Promise<RelayOutcome> {
    return Promise.resolve({
      kind: 'failed',
      octetsSent: 0,
      retry: false,
      message: 'Its printer prints no more, it only tells prices. Print it on another one.',
    });
  }

  resume(): Promise<{ readonly kind: 'unknown' }> {
    return Promise.resolve({ kind: 'unknown' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
