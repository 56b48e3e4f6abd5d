import type { Clock } from '../../base/clock.ts';
import { messageOf, PrintServerError } from '../../base/fault.ts';
import { groupOf, groupTags, type IppAttributes } from '../../ipp/index.ts';
import type { Capabilities } from '../../model/device.ts';
import type { RemoteJob } from '../../model/job.ts';
import { shownUri } from '../../model/shown-uri.ts';
import type { Device, DeviceDescription, RelayEvents, RelayJob, RelayOutcome } from '../device.ts';
import type { DeviceUri } from '../device-uri.ts';
import { assumedOf, capabilitiesOf } from '../kinds.ts';
import type { DeviceLimits } from '../limits.ts';
import { rethrowOurs, unreachable } from './follow.ts';
import { IppClient, isDeviceFault } from './ipp-client.ts';
import { capabilitiesFrom, statusFrom } from './mirror.ts';
import { type RelayContext, SentOctets } from './relay-context.ts';
import { RemotePrinter } from './remote-printer.ts';
import { resume } from './resume.ts';
import { submit } from './submit.ts';

export interface IppDeviceSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'ipp' }>;
  readonly capabilities: Partial<Capabilities>;
  readonly clock: Clock;
  readonly limits: DeviceLimits;
  readonly verifyCertificate: boolean;
}

/** A printer that speaks IPP: it is told everything it lists, and tells what it did. */
export class IppDevice implements Device {
  readonly kind = 'ipp';
  readonly takesSeveral = false;
  readonly uri: string;
  readonly assumed: DeviceDescription;
  readonly #settings: IppDeviceSettings;
  readonly #client: IppClient;
  readonly #printer: RemotePrinter;
  /** What it said last; a device that is away is still what it was. */
  #described: DeviceDescription | undefined;

  constructor(settings: IppDeviceSettings) {
    this.uri = settings.uri.text;
    this.assumed = assumedOf('ipp', settings.capabilities);
    this.#settings = settings;
    this.#client = new IppClient(settings);
    this.#printer = new RemotePrinter(this.#client, this.uri);
  }

  async describe(signal: AbortSignal): Promise<DeviceDescription> {
    try {
      this.#described = await this.#ask(signal);
      return this.#described;
    } catch (error) {
      if (this.#client.closed || !isDeviceFault(error)) throw error;
      return { ...(this.#described ?? this.assumed), status: unreachable(error.message) };
    }
  }

  async relay(job: RelayJob, events: RelayEvents, signal: AbortSignal): Promise<RelayOutcome> {
    if (signal.aborted) return { kind: 'cancelled', octetsSent: 0 };
    return await this.#relay(this.#context(job, events, signal));
  }
  async resume(
    job: RelayJob,
    remote: RemoteJob | undefined,
    events: RelayEvents,
    signal: AbortSignal,
  ): Promise<RelayOutcome | { readonly kind: 'unknown' }> {
    return await resume(this.#context(job, events, signal), remote, () => this.#attributes(signal));
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #relay(context: RelayContext): Promise<RelayOutcome> {
    try {
      return await submit(context, await this.#attributes(context.signal));
    } catch (error) {
      rethrowOurs(error, context);
      const octetsSent = context.sent.octets;
      if (context.signal.aborted) return { kind: 'cancelled', octetsSent };
      const message = messageOf(error);
      context.events.progress({ status: unreachable(message) });
      return { kind: 'failed', octetsSent, retry: true, message };
    }
  }

  /** What the device listed when it was last asked; its owner refreshes it by `describe`. */
  async #attributes(signal: AbortSignal): Promise<IppAttributes> {
    this.#described ??= await this.#ask(signal);
    return this.#described.attributes;
  }

  async #ask(signal: AbortSignal): Promise<DeviceDescription> {
    const answer = await this.#printer.describe(signal);
    const attributes = groupOf(answer.message, groupTags.printer);
    if (answer.verdict !== 'done' || attributes === undefined) {
      throw new PrintServerError(
        'device-protocol',
        `${shownUri(this.uri)} tells nothing of itself: ${answer.sentence}`,
      );
    }
    const said = capabilitiesFrom(attributes, this.assumed.capabilities);
    const capabilities = capabilitiesOf('ipp', this.#settings.capabilities, said);
    return { capabilities, status: statusFrom(attributes), attributes };
  }

  #context(job: RelayJob, events: RelayEvents, signal: AbortSignal): RelayContext {
    const { clock, limits } = this.#settings;
    return {
      printer: this.#printer,
      uri: this.uri,
      job,
      events,
      limits,
      clock,
      signal,
      sent: new SentOctets(),
    };
  }
}
