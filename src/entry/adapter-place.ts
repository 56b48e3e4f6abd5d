import type { AdapterPlace } from '../cli/index.ts';
import type { Environment } from '../config/index.ts';
import { readConfig } from './read-config.ts';

/** Addresses that stand for every one of the machine. */
const everywhere = ['0.0.0.0', '::'];

/** What `platen cups install` writes down for the adapter. */
export function adapterPlace(configFile: string, environment: Environment): AdapterPlace {
  const { adapter, listen } = readConfig(configFile, environment);
  const addresses = listen.flatMap((address) =>
    address.kind === 'tcp'
      ? [`${everywhere.includes(address.host) ? '*' : address.host}:${address.port}`]
      : [],
  );
  return { socket: adapter.socket, addresses };
}
