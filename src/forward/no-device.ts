import type { Capabilities } from '../model/device.ts';
import type { Device, DeviceDescription, RelayOutcome } from './device.ts';
import type { DeviceUri } from './device-uri.ts';
import { assumedOf } from './kinds.ts';

type NoDeviceKind = Extract<Device['kind'], 'cups' | 'release' | 'quote'>;

/** What becomes of a job of a time when its printer had a device. */
const messages: Readonly<Record<NoDeviceKind, string>> = {
  cups: 'Its printer is a queue of CUPS now, which takes jobs from CUPS only; print it there.',
  release: 'Its printer has no device any more: its jobs are released at other printers. Print it anew.',
  quote: 'Its printer prints no more, it only tells prices. Print it on another one.',
};

export interface NoDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: NoDeviceKind }>;
  readonly capabilities: Partial<Capabilities>;
}

/**
 * Stands where nothing can be sent: a queue of CUPS, whose adapter asks us before the backend runs; a printer whose jobs
 * are released at another one; a printer that only tells prices.
 */
export class NoDevice implements Device {
  readonly kind: NoDeviceKind;
  readonly takesSeveral = false;
  readonly uri: string;
  readonly assumed: DeviceDescription;

  constructor({ uri, capabilities }: NoDeviceSettings) {
    this.kind = uri.kind;
    this.uri = uri.text;
    this.assumed = assumedOf(uri.kind, capabilities);
  }

  describe(): Promise<DeviceDescription> {
    return Promise.resolve(this.assumed);
  }

  relay(): Promise<RelayOutcome> {
    return Promise.resolve({ kind: 'failed', octetsSent: 0, retry: false, message: messages[this.kind] });
  }

  resume(): Promise<{ readonly kind: 'unknown' }> {
    return Promise.resolve({ kind: 'unknown' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
