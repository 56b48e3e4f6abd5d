import type { CopiesBy } from '../accounting/index.ts';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import type { Device, DeviceDescription } from '../forward/index.ts';
import type { Log } from '../logging/index.ts';
import type { DeviceStatus } from '../model/device.ts';
import type { PrinterSettings } from '../model/printer.ts';

/** Milliseconds between two looks at a device that can be asked; a failed look is repeated sooner. */
const describeEveryMs = 60_000;
const describeAgainMs = 10_000;
/** Milliseconds a device may take to describe itself: LPrint answers after 10 s while its device is away. */
const describeWithinMs = 15_000;

/** One printer while the server runs. */
export interface Printer {
  readonly settings: PrinterSettings;
  readonly device: Device;
  readonly copiesBy: CopiesBy;
  description: DeviceDescription;
  generation: number;
  paused: boolean;
  stateChangedAt: number;
  configChangedAt: number;
}

export interface PrintersOptions {
  readonly settings: readonly PrinterSettings[];
  readonly openDevice: (printer: PrinterSettings) => Device;
  readonly clock: Clock;
  readonly log: Log;
}

/** The printers and what is known of their devices. */
export class Printers {
  readonly #byName = new Map<string, Printer>();
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: PrintersOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    for (const settings of options.settings) {
      const device = options.openDevice(settings);
      const now = options.clock.now();
      this.#byName.set(settings.name, {
        settings,
        device,
        copiesBy: device.kind === 'raw' ? 'resend' : 'attribute',
        description: device.assumed,
        generation: 0,
        paused: false,
        stateChangedAt: now,
        configChangedAt: now,
      });
    }
  }

  get(name: string): Printer | undefined {
    return this.#byName.get(name);
  }

  all(): readonly Printer[] {
    return [...this.#byName.values()];
  }

  /** Asks every device once and goes on asking those that can change. */
  async describe(): Promise<void> {
    await Promise.all(this.all().map((printer) => this.#describe(printer)));
  }

  setStatus(printer: Printer, status: DeviceStatus): void {
    if (sameStatus(printer.description.status, status)) return;
    printer.description = { ...printer.description, status };
    printer.stateChangedAt = this.#clock.now();
  }

  /** Takes up what was paused before the start. */
  takeUpPaused(names: readonly string[]): void {
    for (const name of names) {
      const printer = this.#byName.get(name);
      if (printer !== undefined) printer.paused = true;
    }
  }

  setPaused(printer: Printer, paused: boolean): void {
    if (printer.paused === paused) return;
    printer.paused = paused;
    printer.stateChangedAt = this.#clock.now();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.all().map((printer) => printer.device.close()));
  }

  async #describe(printer: Printer): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(describeWithinMs)]);
    try {
      const next = await printer.device.describe(signal);
      if (!sameStatus(printer.description.status, next.status)) printer.stateChangedAt = this.#clock.now();
      if (JSON.stringify(next.capabilities) !== JSON.stringify(printer.description.capabilities)) {
        printer.configChangedAt = this.#clock.now();
      }
      printer.description = next;
      printer.generation += 1;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#log.forPrinter(printer.settings.name).warn('device not described', { why: messageOf(error) });
    }
    if (printer.device.kind === 'ipp') this.#describeLater(printer);
  }

  #describeLater(printer: Printer): void {
    if (this.#stop.signal.aborted) return;
    const afterMs = printer.description.status.state === 'unreachable' ? describeAgainMs : describeEveryMs;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#describe(printer);
    }, afterMs);
    timer.unref();
    this.#timers.add(timer);
  }
}

function sameStatus(a: DeviceStatus, b: DeviceStatus): boolean {
  return a.state === b.state && a.message === b.message && a.reasons.join() === b.reasons.join();
}
