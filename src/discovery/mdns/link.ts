import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { BlockList, isIPv4 } from 'node:net';
import type { networkInterfaces } from 'node:os';

export const mdnsPort = 5353;
const group = '224.0.0.251';

/** One network: the address by which we speak there, and what is announced there. */
export interface Network {
  readonly name: string;
  readonly address: string;
  /** Such as `10.0.0.7/24`. */
  readonly cidr: string;
  /** All addresses of this interface, IPv4 and IPv6. */
  readonly addresses: readonly string[];
}

/** Interfaces that other machines are behind and that have an IPv4 address: multicast goes over it alone. */
export function networksOf(interfaces: ReturnType<typeof networkInterfaces>): readonly Network[] {
  return Object.entries(interfaces).flatMap(([name, list = []]) => {
    const outer = list.filter(({ internal }) => !internal);
    const first = outer.find(({ address, cidr }) => isIPv4(address) && cidr !== null);
    if (first === undefined || first.cidr === null) return [];
    return [
      { name, address: first.address, cidr: first.cidr, addresses: outer.map(({ address }) => address) },
    ];
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
  // Avahi and others listen at the same port.
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  // Bound to the group where that is possible: what is sent to one machine alone belongs to the responder of its system.
  socket.bind(mdnsPort, process.platform === 'win32' ? '0.0.0.0' : group);
  await once(socket, 'listening');
  try {
    socket.addMembership(group, network.address);
    socket.setMulticastInterface(network.address);
    socket.setMulticastTTL(255);
    // Programs on this machine find us too.
    socket.setMulticastLoopback(true);
  } catch (error) {
    await closed(socket);
    throw error;
  }
  const neighbours = neighboursOf(network);
  socket.on('error', failed);
  socket.on('message', (octets, { address, port }) => {
    // Linux gives every socket what came in on any interface; and nothing from afar is answered (RFC 6762 §11).
    if (neighbours.check(address, 'ipv4')) received(octets, { address, port });
  });
  const sending = new Set<Promise<void>>();
  return {
    network,
    send: (octets, to) => {
      const sent = transmit(socket, octets, to).catch(failed);
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

function transmit(socket: Socket, octets: Buffer, to?: Sender): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(octets, to?.port ?? mdnsPort, to?.address ?? group, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function neighboursOf({ cidr }: Network): BlockList {
  const [net = '', prefix] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), 'ipv4');
  return list;
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.close(resolve);
  });
}
