import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { BlockList, isIPv4 } from 'node:net';
import type { networkInterfaces } from 'node:os';

export const mdnsPort = 5353;

/** RFC 6762 §3. */
const families = {
  IPv4: { group: '224.0.0.251', socket: 'udp4', every: '0.0.0.0' },
  IPv6: { group: 'ff02::fb', socket: 'udp6', every: '::' },
} as const;

/** One network by one protocol: from where we speak there, and what is announced there. */
export interface Network {
  /** Of the interface. */
  readonly name: string;
  readonly family: keyof typeof families;
  /** By which the system knows the interface: an address of ours, or a zone as in `::%eth0` (RFC 4007 §11). */
  readonly local: string;
  /** Who is on it, such as `10.0.0.7/24`. */
  readonly cidrs: readonly string[];
  /** All addresses of this interface, IPv4 and IPv6. */
  readonly addresses: readonly string[];
}

/** Interfaces that other machines are behind, each once for every protocol of which it has an address. */
export function networksOf(interfaces: ReturnType<typeof networkInterfaces>): readonly Network[] {
  return Object.entries(interfaces).flatMap(([name, list = []]) => {
    const outer = list.filter(({ internal }) => !internal);
    const addresses = outer.map(({ address }) => address);
    const cidrsOf = (family: Network['family']): readonly string[] =>
      outer.flatMap((each) => (each.family === family ? (each.cidr ?? []) : []));
    const first = outer.find(({ address, cidr }) => isIPv4(address) && cidr !== null);
    // Without an address for this link alone nobody there can be answered.
    const scoped = outer.find((each) => each.family === 'IPv6' && each.scopeid !== 0);
    const byIPv4: readonly Network[] =
      first === undefined
        ? []
        : [{ name, family: 'IPv4', local: first.address, cidrs: cidrsOf('IPv4'), addresses }];
    const zone = process.platform === 'win32' ? scoped?.scopeid : name;
    const byIPv6: readonly Network[] =
      scoped === undefined
        ? []
        : [{ name, family: 'IPv6', local: `::%${zone}`, cidrs: cidrsOf('IPv6'), addresses }];
    return [...byIPv4, ...byIPv6];
  });
}

export interface Sender {
  readonly address: string;
  readonly port: number;
}

/** A socket on one network. */
export interface Link {
  readonly network: Network;
  /** To everybody, or to one. */
  send(octets: Buffer, to?: Sender): void;
  close(): Promise<void>;
}

export interface LinkEvents {
  readonly received: (octets: Buffer, from: Sender) => void;
  readonly failed: (error: unknown) => void;
}

/** Rejects where the port or the group cannot be had. */
export async function openLink(network: Network, { received, failed }: LinkEvents): Promise<Link> {
  const { group, socket: type, every } = families[network.family];
  // Avahi and others listen at the same port; the other protocol has a socket of its own.
  const socket = createSocket({ type, reuseAddr: true, ...(type === 'udp6' ? { ipv6Only: true } : {}) });
  // Bound to the group where that is possible: what is sent to one machine alone belongs to the responder of its system.
  socket.bind(mdnsPort, process.platform === 'win32' ? every : `${group}${zoneOf(network)}`);
  await once(socket, 'listening');
  try {
    socket.addMembership(group, network.local);
    socket.setMulticastInterface(network.local);
    socket.setMulticastTTL(255);
    // Programs on this machine find us too.
    socket.setMulticastLoopback(true);
  } catch (error) {
    await closed(socket);
    throw error;
  }
  const isNeighbour = neighboursOf(network);
  socket.on('error', failed);
  socket.on('message', (octets, { address, port }) => {
    // Linux gives every socket what came in on any interface; and nothing from afar is answered (RFC 6762 §11).
    if (isNeighbour(address)) received(octets, { address, port });
  });
  const everybody = { address: `${group}${zoneOf(network)}`, port: mdnsPort };
  const sending = new Set<Promise<void>>();
  return {
    network,
    send: (octets, to) => {
      const sent = transmit(socket, octets, to ?? everybody).catch(failed);
      sending.add(sent);
      void sent.finally(() => sending.delete(sent));
    },
    close: async () => {
      // What was sent before leaves first: that all is gone, too.
      await Promise.all(sending);
      await closed(socket);
    },
  };
}

function transmit(socket: Socket, octets: Buffer, { address, port }: Sender): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(octets, port, address, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

/** `%eth0` behind an address that many links have. */
function zoneOf({ local }: Network): string {
  const at = local.indexOf('%');
  return at === -1 ? '' : local.slice(at);
}

/** Whether an address is on this network: the zone tells it of those that every link has, the prefix of all others. */
function neighboursOf(network: Network): (address: string) => boolean {
  const family = network.family === 'IPv4' ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  for (const cidr of network.cidrs) {
    const [net = '', prefix] = cidr.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  const zone = zoneOf(network);
  return (address) => {
    const [plain = '', ...zones] = address.split('%');
    return list.check(plain, family) && zones.every((each) => `%${each}` === zone);
  };
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(resolve);
  });
}
