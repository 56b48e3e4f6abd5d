import { isIPv4 } from 'node:net';
import type { Service } from '../service.ts';
import { type DnsName, type DnsRecord, nameKey, recordTypes } from './message.ts';

/** RFC 6762 §10: what names a host lives two minutes, everything else 75. */
const hostTtl = 120;
const otherTtl = 4_500;

export const domain = 'local';
const enumeration: DnsName = ['_services', '_dns-sd', '_udp', domain];

/** What one service puts on the network (RFC 6763 §4 to §7). */
export function serviceRecords(label: string, service: Service, host: DnsName): readonly DnsRecord[] {
  const type = [...service.type.split('.'), domain];
  const instance = [label, ...type];
  const location = Buffer.alloc(6);
  location.writeUInt16BE(service.port, 4);
  return [
    pointer(type, instance),
    ...service.subtypes.map((subtype) => pointer([subtype, '_sub', ...type], instance)),
    { name: instance, type: recordTypes.srv, ttl: hostTtl, unique: true, data: [location, host] },
    { name: instance, type: recordTypes.txt, ttl: otherTtl, unique: true, data: [txtOctets(service.txt)] },
    absent(instance, otherTtl, [recordTypes.txt, recordTypes.srv]),
  ];
}

/** Which types of services there are here (RFC 6763 §9). */
export function typeRecords(types: ReadonlySet<Service['type']>): readonly DnsRecord[] {
  return [...types].map((type) => pointer(enumeration, [...type.split('.'), domain]));
}

/** The addresses of a host, and that it has no others. */
export function hostRecords(host: DnsName, addresses: readonly string[]): readonly DnsRecord[] {
  const records = addresses.map((address) => ({
    name: host,
    type: isIPv4(address) ? recordTypes.a : recordTypes.aaaa,
    ttl: hostTtl,
    unique: true,
    data: [isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Octets(address)],
  }));
  const types = [recordTypes.a, recordTypes.aaaa].filter((type) =>
    records.some((each) => each.type === type),
  );
  return [...records, absent(host, hostTtl, types)];
}

/**
 * The same record, taken back. Not those that other machines may have just so: the types of services and, of this machine,
 * its addresses.
 */
export function farewells(records: readonly DnsRecord[]): readonly DnsRecord[] {
  const ours: ReadonlySet<number> = new Set([recordTypes.ptr, recordTypes.srv, recordTypes.txt]);
  const typeKey = nameKey(enumeration);
  return records.flatMap((record) =>
    ours.has(record.type) && nameKey(record.name) !== typeKey ? [{ ...record, ttl: 0 }] : [],
  );
}

function pointer(name: DnsName, to: DnsName): DnsRecord {
  return { name, type: recordTypes.ptr, ttl: otherTtl, unique: false, data: [to] };
}

/** NSEC: of this name there are these types and no others (RFC 6762 §6.1). All are below 256. */
function absent(name: DnsName, ttl: number, types: readonly number[]): DnsRecord {
  const bits = Buffer.alloc(Math.floor(Math.max(0, ...types) / 8) + 1);
  for (const type of types) bits[type >> 3] = (bits[type >> 3] ?? 0) | (0x80 >> (type & 7));
  return { name, type: recordTypes.nsec, ttl, unique: true, data: [name, Buffer.of(0, bits.length), bits] };
}

function txtOctets(strings: readonly string[]): Buffer {
  const octets = strings.map((text) => Buffer.from(text));
  return Buffer.concat(octets.flatMap((text) => [Buffer.of(text.length), text]));
}

/** Of an address as the system writes it: without dots. */
function ipv6Octets(address: string): Buffer {
  const [head = [], tail] = address
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const groups = [...head, ...zeros, ...(tail ?? [])];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
