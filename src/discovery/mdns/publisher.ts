import { networkInterfaces } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/fault.ts';
import type { Log } from '../../logging/index.ts';
import { labelsOf, nextHost, nextLabel } from '../labels.ts';
import type { Announced, Publisher, Service } from '../service.ts';
import { servicesOf } from '../txt-record.ts';
import { type Link, type Network, networksOf, openLink } from './link.ts';
import { type DnsName, nameKey } from './message.ts';
import { domain, hostRecords, serviceRecords, typeRecords } from './records.ts';
import { Responder, type Zone } from './responder.ts';

/** Milliseconds between two looks at the interfaces of this machine: cables are plugged, addresses are given anew. */
const lookEveryMs = 10_000;

export interface MdnsOptions {
  /** The first label of the name under which this machine is announced. */
  readonly host: string;
  readonly port: number;
  /** Only these; all when absent. */
  readonly interfaces?: readonly string[];
  /** Whether the server can be reached at this address. */
  readonly serves: (address: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Under which name a printer is announced now. */
  readonly named: (printer: string, label: string) => void;
  /** Under which host name they are reached: another one than was asked for, where that is taken. */
  readonly hostNamed: (host: string) => void;
}

/** Announces printers by multicast DNS itself. */
export class MdnsPublisher implements Publisher {
  readonly #options: MdnsOptions;
  readonly #responder: Responder;
  readonly #timer: NodeJS.Timeout;
  readonly #links = new Map<string, Link>();
  #printers: readonly Announced[] = [];
  /** Labels by the printer, as the network lets us have them, and what was wanted. */
  #labels = new Map<string, { readonly wanted: string; readonly label: string }>();
  #host: string;
  #published: unknown;
  #looking: Promise<void>;

  constructor(options: MdnsOptions) {
    this.#options = options;
    this.#host = options.host;
    this.#responder = new Responder({
      taken: (name) => this.#taken(name),
      announced: () => {
        options.hostNamed(`${this.#host}.${domain}`);
        for (const [printer, { label }] of this.#labels) options.named(printer, label);
      },
      now: () => options.clock.now(),
    });
    this.#looking = this.#look();
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, lookEveryMs);
    this.#timer.unref();
  }

  publish(printers: readonly Announced[]): void {
    this.#printers = printers;
    const labels = labelsOf(printers);
    this.#labels = new Map(
      [...labels].map(([printer, wanted]) => {
        const before = this.#labels.get(printer);
        return [printer, before?.wanted === wanted ? before : { wanted, label: wanted }];
      }),
    );
    const zone = this.#zone();
    if (isDeepStrictEqual(zone.services, this.#published)) return;
    this.#published = zone.services;
    this.#responder.publish(zone);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    this.#responder.stop();
    for (const link of this.#links.values()) await link.close();
    this.#links.clear();
  }

  #zone(): Zone & { readonly services: unknown } {
    const host = [this.#host, domain];
    const place = { host: host.join('.'), port: this.#options.port };
    const services = this.#printers.map((announced) => ({
      label: this.#labels.get(announced.printer)?.label ?? announced.printer,
      services: servicesOf(announced, place),
    }));
    const types = new Set(services.flatMap((each) => each.services.map(({ type }) => type)));
    const records = [
      ...services.flatMap((each) =>
        each.services.flatMap((service) => serviceRecords(each.label, service, host)),
      ),
      ...typeRecords(types),
    ];
    const instances = services.flatMap((each) =>
      each.services.map((service) => instance(each.label, service)),
    );
    return {
      services,
      uniqueNames: [host, ...instances],
      records: ({ network }) => [
        ...records,
        ...hostRecords(host, network.addresses.filter(this.#options.serves)),
      ],
      tolerated: hostRecords(host, ownAddresses()),
    };
  }

  #taken(name: DnsName): Zone {
    const [label = ''] = name;
    const { log } = this.#options;
    if (nameKey(name) === nameKey([this.#host, domain])) {
      this.#host = nextHost(this.#host);
      log.warn('host name taken on the network', { taken: label, now: this.#host });
      return this.#zone();
    }
    for (const [printer, { wanted, label: own }] of this.#labels) {
      if (nameKey([own]) !== nameKey([label])) continue;
      const next = nextLabel(own);
      this.#labels.set(printer, { wanted, label: next });
      log.forPrinter(printer).warn('name taken on the network', { taken: own, now: next });
    }
    return this.#zone();
  }

  /** Opens what is new, closes what is gone. */
  async #look(): Promise<void> {
    const wanted = new Map(this.#networks().map((network) => [JSON.stringify(network), network]));
    const isSame =
      wanted.size === this.#links.size && [...wanted.keys()].every((key) => this.#links.has(key));
    if (isSame) return;
    for (const [key, link] of this.#links) {
      if (wanted.has(key)) continue;
      this.#links.delete(key);
      await link.close();
    }
    for (const [key, network] of wanted) if (!this.#links.has(key)) await this.#open(key, network);
    this.#responder.attach([...this.#links.values()]);
  }

  #networks(): readonly Network[] {
    const { interfaces, serves } = this.#options;
    return networksOf(networkInterfaces()).filter(
      ({ name, addresses }) => (interfaces?.includes(name) ?? true) && addresses.some(serves),
    );
  }

  async #open(key: string, network: Network): Promise<void> {
    const { log } = this.#options;
    const failed = (error: unknown): void => {
      log.warn('not announced on this network', {
        interface: network.name,
        protocol: network.family,
        why: messageOf(error),
      });
    };
    try {
      const link: Link = await openLink(network, {
        received: (octets, from) => {
          this.#responder.received(link, octets, from);
        },
        failed,
      });
      this.#links.set(key, link);
    } catch (error) {
      failed(error);
    }
  }
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
}

function instance(label: string, { type }: Service): DnsName {
  return [label, ...type.split('.'), domain];
}
