import { hostname, networkInterfaces } from 'node:os';

/** Under which names and addresses this machine is likely to be reached; the first is its own name for itself. */
export function ownNames(): readonly string[] {
  const name = hostname().toLowerCase();
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    // Link-local addresses are written with the interface of whoever writes, which no certificate can know.
    .filter(({ address }) => !address.toLowerCase().startsWith('fe80:'))
    .map(({ address }) => address);
  const short = name.split('.', 1);
  return [...new Set([name, ...short.map((label) => `${label}.local`), 'localhost', ...addresses])];
}
