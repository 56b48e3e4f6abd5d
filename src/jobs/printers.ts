import { isDeepStrictEqual } from 'node:util';
import type { CopiesBy } from '../accounting/index.ts';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import type { Device, DeviceDescription } from '../forward/index.ts';
import type { Log } from '../logging/index.ts';
import type { DeviceStatus } from '../model/device.ts';
import { type PrinterSettings, type PrinterStanding, plainStanding } from '../model/printer.ts';
import { commonDescription } from './common-description.ts';
import type { Feed } from './feed.ts';

/** Milliseconds between two looks at a device that can be asked; a failed look is repeated sooner. */
const describeEveryMs = 60_000;
const describeAgainMs = 10_000;
/** Milliseconds a device may take to describe itself: LPrint answers after 10 s while its device is away. */
const describeWithinMs = 15_000;

/** One printer while the server runs. */
export interface Printer {
  readonly settings: PrinterSettings;
  /** The printer whose limits hold: itself, or the one whose prices it tells. */
  readonly counters: string;
  readonly device: Device;
  readonly copiesBy: CopiesBy;
  description: DeviceDescription;
  generation: number;
  standing: PrinterStanding;
  stateChangedAt: number;
  configChangedAt: number;
}

/** Whether it takes new jobs, as far as operators have a say in it. */
export function accepts({ standing }: Printer): boolean {
  return !standing.disabled && !standing.shutDown;
}

export interface PrintersOptions {
  readonly settings: readonly PrinterSettings[];
  readonly openDevice: (printer: PrinterSettings) => Device;
  readonly feed: Feed;
  readonly clock: Clock;
  readonly log: Log;
}

/** The printers and what is known of their devices. */
export class Printers {
  readonly #byName = new Map<string, Printer>();
  readonly #feed: Feed;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: PrintersOptions) {
    this.#feed = options.feed;
    this.#clock = options.clock;
    this.#log = options.log;
    // Before anybody else hears of it, so that all find the printer as it is now.
    this.#feed.watch((happening) => {
      if (happening.kind === 'job' && happening.printing !== undefined) this.#touch(happening.job.printer);
    });
    for (const settings of options.settings) {
      const device = options.openDevice(settings);
      const now = options.clock.now();
      this.#byName.set(settings.name, {
        settings,
        counters: settings.name,
        device,
        copiesBy: device.kind === 'raw' || device.kind === 'cups' ? 'resend' : 'attribute',
        description: device.assumed,
        generation: 0,
        standing: plainStanding,
        stateChangedAt: now,
        configChangedAt: now,
      });
    }
    for (const printer of this.all()) this.#quote(printer);
    // Of what is assumed until the devices have been asked.
    for (const printer of this.all()) this.#compose(printer);
  }

  get(name: string): Printer | undefined {
    return this.#byName.get(name);
  }

  /** Where a job of this printer may come out: by its own device, or where it may be released. */
  outletsOf({ settings, device }: Printer): readonly Printer[] {
    const names = new Set([...(device.kind === 'release' ? [] : [settings.name]), ...settings.release.at]);
    return [...names].flatMap((name) => this.#byName.get(name) ?? []);
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
    this.#stateChanged(printer);
  }

  /** Takes up what was said of printers before the start. */
  takeUp(standings: ReadonlyMap<string, PrinterStanding>): void {
    for (const [name, standing] of standings) {
      const printer = this.#byName.get(name);
      if (printer !== undefined) printer.standing = standing;
    }
  }

  setStanding(printer: Printer, standing: PrinterStanding): void {
    const before = printer.standing;
    printer.standing = standing;
    if (describes(before) !== describes(standing)) {
      printer.generation += 1;
      printer.configChangedAt = this.#clock.now();
      this.#feed.printer(printer.settings.name, 'config');
    }
    if (behaves(before) !== behaves(standing)) this.#stateChanged(printer);
  }

  /** Asks the device anew, as a printer does that was switched off and on. */
  async restart(printer: Printer): Promise<void> {
    await this.#look(printer);
    this.#feed.printer(printer.settings.name, 'restarted');
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.all().map((printer) => printer.device.close()));
  }

  async #describe(printer: Printer): Promise<void> {
    await this.#look(printer);
    if (printer.device.kind === 'ipp') this.#describeLater(printer);
  }

  async #look(printer: Printer): Promise<void> {
    if (printer.device.kind === 'release' || printer.device.kind === 'quote') {
      this.#compose(printer);
      return;
    }
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(describeWithinMs)]);
    try {
      this.#setDescription(printer, await printer.device.describe(signal));
      for (const other of this.all()) if (dependsOn(other, printer.settings.name)) this.#compose(other);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#log.forPrinter(printer.settings.name).warn('device not described', { why: messageOf(error) });
    }
  }

  #setDescription(printer: Printer, next: DeviceDescription): void {
    const before = printer.description;
    printer.description = next;
    printer.generation += 1;
    if (!sameStatus(before.status, next.status)) this.#stateChanged(printer);
    if (configurationOf(next) !== configurationOf(before)) {
      printer.configChangedAt = this.#clock.now();
      this.#feed.printer(printer.settings.name, 'config');
    }
  }

  /** A printer without a device is what the printers have in common at which its jobs are released. */
  #compose(printer: Printer): void {
    const { kind } = printer.device;
    if (kind !== 'release' && kind !== 'quote') return;
    const sources = kind === 'quote' ? [this.#byName.get(printer.counters)] : this.outletsOf(printer);
    const descriptions = sources.flatMap((source) => source?.description ?? []);
    const next = commonDescription(descriptions, printer.settings.capabilities);
    if (next !== undefined && !isDeepStrictEqual(next, printer.description))
      this.#setDescription(printer, next);
  }

  /** A printer that tells the prices of another one has its rules about counting and price. */
  #quote(printer: Printer): void {
    const quoted = quotedBy(printer);
    const of = quoted === undefined ? undefined : this.#byName.get(quoted);
    if (of === undefined) return;
    const { prices, unknownCount, jobImpressionsMax, documentOctetsMax } = of.settings;
    this.#byName.set(printer.settings.name, {
      ...printer,
      settings: { ...printer.settings, prices, unknownCount, jobImpressionsMax, documentOctetsMax },
      counters: of.settings.name,
      copiesBy: of.copiesBy,
    });
  }

  #stateChanged(printer: Printer): void {
    printer.stateChangedAt = this.#clock.now();
    this.#feed.printer(printer.settings.name, 'state');
  }

  #touch(name: string): void {
    const printer = this.#byName.get(name);
    if (printer !== undefined) printer.stateChangedAt = this.#clock.now();
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

/** What of a device clients choose by; the rest of its attributes moves all the time. */
function configurationOf({ capabilities, attributes }: DeviceDescription): string {
  const lasting = [...attributes.values()].filter(({ name }) => lastingName.test(name));
  return JSON.stringify([capabilities, lasting]);
}

const lastingName = /-(?:supported|default)$|^printer-(?:make-and-model|device-id)$/;

/** The printer of which it tells the prices. */
function quotedBy({ device }: Pick<Printer, 'device'>): string | undefined {
  return device.kind === 'quote' ? device.uri.slice('quote:'.length) : undefined;
}

/** Whether it can do what the other one can. */
function dependsOn(printer: Printer, name: string): boolean {
  return printer.settings.release.at.includes(name) || quotedBy(printer) === name;
}

/** What of a standing is part of a printer's description, and what of its state. */
function describes({ info, location, message, reason }: PrinterStanding): string {
  return JSON.stringify({ info, location, message, reason });
}

function behaves({ paused, disabled, shutDown, holdsNewJobs, reason }: PrinterStanding): string {
  return JSON.stringify([paused, disabled, shutDown, holdsNewJobs, reason]);
}

function sameStatus(a: DeviceStatus, b: DeviceStatus): boolean {
  return a.state === b.state && a.message === b.message && a.reasons.join() === b.reasons.join();
}
