import { dirname, join, resolve } from 'node:path';
import type { ListenAddress } from '../model/listen.ts';
import type { Config, DnsSdConfig, IdentityConfig, StoreConfig, TlsConfig, UsersRule } from './config.ts';
import { resolvePrinter } from './resolve-printer.ts';
import type { ConfigFile } from './schema/file.ts';
import type { UsersInFile } from './schema/users.ts';

/** What had secrets in it, with those read. */
interface Resolved {
  readonly store: StoreConfig;
  readonly identity: IdentityConfig;
}

/** Completes a file whose schema holds: printers merged with `defaults`, paths made absolute. */
export function resolveConfig(content: ConfigFile, file: string, { store, identity }: Resolved): Config {
  const folder = dirname(file);
  const { defaultPrinter, limits, logging } = content;
  const data = resolve(folder, content.data);
  return {
    file,
    listen: content.listen.map((address) => resolveAddress(address, folder)),
    data,
    tls: resolveTls(content.tls, folder),
    dnsSd: resolveDnsSd(content.dnsSd, folder),
    identity,
    store,
    users: resolveUsers(content.users),
    language: content.language,
    currency: content.currency,
    ...(defaultPrinter === undefined ? {} : { defaultPrinter }),
    printers: content.printers.map((printer) => resolvePrinter(printer, content.defaults, file)),
    documentUris: content.documentUris,
    counting: content.counting,
    spool: content.spool,
    stopWithinMs: content.stopWithinMs,
    logging: logging.file === undefined ? logging : { ...logging, file: resolve(folder, logging.file) },
    limits: {
      ...limits,
      // A tenth: one busy address leaves room for the others, and a NAT with a class room behind it is served.
      connectionsPerAddressMax:
        limits.connectionsPerAddressMax ?? Math.max(1, Math.floor(limits.connectionsMax / 10)),
    },
    adapter: {
      ...content.adapter,
      socket: resolve(folder, content.adapter.socket ?? join(data, 'adapter.sock')),
    },
    cups: content.cups,
  };
}

function resolveAddress(address: ListenAddress, folder: string): ListenAddress {
  return address.kind === 'tcp' ? address : { kind: 'unix', path: resolve(folder, address.path) };
}

function resolveTls(
  { certificate, key, clientCa, clientCrl, ...rest }: TlsConfig,
  folder: string,
): TlsConfig {
  return {
    ...rest,
    ...(certificate === undefined ? {} : { certificate: resolve(folder, certificate) }),
    ...(key === undefined ? {} : { key: resolve(folder, key) }),
    ...(clientCa === undefined ? {} : { clientCa: resolve(folder, clientCa) }),
    ...(clientCrl === undefined ? {} : { clientCrl: resolve(folder, clientCrl) }),
  };
}

function resolveDnsSd({ avahiServices, ...rest }: DnsSdConfig, folder: string): DnsSdConfig {
  return {
    ...rest,
    ...(avahiServices === undefined ? {} : { avahiServices: resolve(folder, avahiServices) }),
  };
}

function resolveUsers({ unknown, template, normalise }: UsersInFile): UsersRule {
  const { mode, overdraft, limits, balance } = template;
  return { unknown, template: { mode, overdraft, limits }, openingBalance: balance, normalise };
}
