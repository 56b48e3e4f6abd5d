import type { hostname, networkInterfaces } from 'node:os';
import { ippAddressOf } from './cups-device-uri.ts';

const thisMachine = ['localhost', '127.0.0.1', '::1'];

/** Names and addresses of this machine; asked for only where a port is right. */
export interface Machine {
  readonly hostname: typeof hostname;
  readonly networkInterfaces: typeof networkInterfaces;
}

/** Whether a wrapped URI leads to the server that this adapter asks. `addresses` are host:port; host * is any of this machine. */
export function isOwnAddress(uri: string, addresses: readonly string[], machine: Machine): boolean {
  const target = ippAddressOf(uri);
  if (target === undefined) return false;
  return addresses.some((address) => {
    const colon = address.lastIndexOf(':');
    const host = address.slice(0, colon).toLowerCase();
    if (Number(address.slice(colon + 1)) !== target.port) return false;
    if (host === target.host) return true;
    return (host === '*' || thisMachine.includes(host)) && isHere(target.host, machine);
  });
}

function isHere(host: string, machine: Machine): boolean {
  if (thisMachine.includes(host)) return true;
  const name = machine.hostname().toLowerCase();
  if (host === name || host === `${name}.local`) return true;
  return Object.values(machine.networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === host),
  );
}
