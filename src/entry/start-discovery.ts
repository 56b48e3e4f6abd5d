import { isIPv4 } from 'node:net';
import { hostname } from 'node:os';
import { systemClock } from '../base/clock.ts';
import type { Config } from '../config/index.ts';
import { type Announced, AvahiPublisher, MdnsPublisher, type Publisher } from '../discovery/index.ts';
import type { IppAttributes } from '../ipp/index.ts';
import type { PrintJobs } from '../jobs/index.ts';
import type { Log } from '../logging/index.ts';
import { isLoopback, type ListenAddress } from '../model/listen.ts';
import type { PrinterSettings } from '../model/printer.ts';

/** Changes that come together are told together. */
const togetherMs = 200;

export interface DiscoveryOptions {
  readonly config: Config;
  /** As they were opened. */
  readonly addresses: readonly ListenAddress[];
  readonly jobs: PrintJobs;
  readonly attributesOf: (printer: string) => IppAttributes | undefined;
  readonly announcedAs: (printer: string, label: string) => void;
  /** This machine goes by this name on the network. */
  readonly hostNamed: (host: string) => void;
  readonly log: Log;
}

/** Announces the printers where others can reach them; answers how to take it back. */
export function startDiscovery(options: DiscoveryOptions): () => Promise<void> {
  const publisher = openPublisher(options);
  if (publisher === undefined) return () => Promise.resolve();
  publisher.publish(announcedOf(options));
  let later: NodeJS.Timeout | undefined;
  let stopped = false;
  options.jobs.watch((happening) => {
    if (happening.kind !== 'printer' || happening.what === 'queue-order' || stopped) return;
    clearTimeout(later);
    later = setTimeout(() => {
      publisher.publish(announcedOf(options));
    }, togetherMs);
  });
  return async () => {
    stopped = true;
    clearTimeout(later);
    await publisher.stop();
  };
}

function openPublisher({
  config,
  addresses,
  announcedAs: named,
  hostNamed,
  log,
}: DiscoveryOptions): Publisher | undefined {
  const { enabled, interfaces, avahiServices: folder } = config.dnsSd;
  const open = addresses.flatMap((each) => (each.kind === 'unix' || isLoopback(each) ? [] : [each]));
  const [first] = open;
  if (!enabled || first === undefined) return undefined;
  const { port } = first;
  const host = config.dnsSd.hostname ?? ownLabel();
  if (folder !== undefined) return new AvahiPublisher({ folder, host: `${host}.local`, port, log, named });
  const hosts = open.filter((each) => each.port === port).map((each) => each.host);
  return new MdnsPublisher({
    host,
    port,
    ...(interfaces === undefined ? {} : { interfaces }),
    serves: (address) => hosts.some((listening) => isServed(address, listening)),
    clock: systemClock,
    log,
    named,
    hostNamed,
  });
}

/** `::` takes IPv4 too; of a name it is not known which addresses it has. */
function isServed(address: string, listening: string): boolean {
  if (listening === '0.0.0.0') return isIPv4(address);
  return listening === '::' || listening === address || !/^[\d.]+$|:/.test(listening);
}

/** The first part of the machine's name, of what a host name may hold. */
function ownLabel(): string {
  const [label = ''] = hostname().toLowerCase().split('.');
  return (
    label
      .replaceAll(/[^a-z0-9-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'platen'
  );
}

/** Queues of CUPS are announced by CUPS: clients cannot print to them here. */
function announcedOf({ config, jobs, attributesOf }: DiscoveryOptions): readonly Announced[] {
  return jobs.printers().flatMap(({ settings }) => {
    const attributes = attributesOf(settings.name);
    if (attributes === undefined || !settings.dnsSd || settings.device.startsWith('cupspykota:')) return [];
    const tls = config.tls.enabled ? settings.tls : 'none';
    return [{ printer: settings.name, attributes, tls, proof: proofOf(settings) }];
  });
}

/** What stands in the way of somebody who only says a name. */
function proofOf({ identity: { levels } }: PrinterSettings): Announced['proof'] {
  if (levels.includes('claimed') || levels.includes('host')) return 'none';
  if (levels.includes('password')) return 'password';
  return levels.includes('certificate') ? 'certificate' : 'none';
}
