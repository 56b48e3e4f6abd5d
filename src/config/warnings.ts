import { join } from 'node:path';
import { formatListenAddress, isLoopback, isLoopbackHost } from '../model/listen.ts';
import type { PrinterSettings } from '../model/printer.ts';
import type { Config } from './config.ts';
import type { ConfigWarning } from './problems.ts';
import type { ConfigSource } from './source.ts';

/** What is allowed and may still surprise; `platen check` and the start say it. */
export function warningsOf(config: Config, source: ConfigSource): readonly ConfigWarning[] {
  return [
    ...unprovedNames(config),
    ...passwordInFile(source),
    ...lostAtTheEnd(config),
    ...idleLimits(config),
    ...closedFolder(config),
    ...passwordsInTheClear(config),
  ];
}

function unprovedNames(config: Config): readonly ConfigWarning[] {
  const open = config.listen.filter((address) => !isLoopback(address));
  if (open.length === 0) return [];
  const addresses = open.map(formatListenAddress).join(', ');
  return config.printers.flatMap((printer, index) =>
    levelsOf(printer).includes('claimed')
      ? [
          {
            path: `printers[${index}].identity.levels`,
            message: `printer ${printer.name} takes the name a client claims, and others reach it at ${addresses}: anyone spends anyone's money`,
          },
        ]
      : [],
  );
}

/** Where a proof is asked for at the release, a name that is only claimed reserves money and spends none. */
function levelsOf({ identity, release }: PrinterSettings): readonly string[] {
  if (release.by === 'operator') return [];
  return release.by === 'owner' ? (release.levels ?? identity.levels) : identity.levels;
}

function passwordInFile(source: ConfigSource): readonly ConfigWarning[] {
  const uri = source.valueAt(['store', 'uri']);
  if (typeof uri !== 'string' || !/:\/\/[^/@:]*:[^/@]+@/.test(uri)) return [];
  const message = 'a password stands in the file; { "env": "NAME" } or { "file": "PATH" } keeps it out';
  return [{ path: 'store.uri', message }];
}

function lostAtTheEnd(config: Config): readonly ConfigWarning[] {
  if (config.store.kind !== 'memory') return [];
  return [{ path: 'store.kind', message: 'accounts and jobs are gone when the server ends' }];
}

function closedFolder({ adapter, data }: Config): readonly ConfigWarning[] {
  if (adapter.group === undefined || !adapter.socket.startsWith(join(data, '/'))) return [];
  const message = `the data folder is closed to the group ${adapter.group}: name a socket in another folder, such as /run/platen/adapter.sock`;
  return [{ path: 'adapter.socket', message }];
}

function idleLimits({ users }: Config): readonly ConfigWarning[] {
  const { mode, limits } = users.template;
  if (Object.keys(limits).length === 0 || mode === 'quota' || mode === 'both') return [];
  return [
    { path: 'users.template.limits', message: `the mode ${mode} has no use for limits; quota and both have` },
  ];
}

function passwordsInTheClear({ identity: { ldap } }: Config): readonly ConfigWarning[] {
  if (ldap === undefined || ldap.startTls || ldap.url.startsWith('ldaps:')) return [];
  const { hostname } = new URL(ldap.url);
  if (isLoopbackHost(hostname.replace(/^\[|\]$/g, ''))) return [];
  const message = `every password goes to ${hostname} in the clear: write ldaps:// or "startTls": true`;
  return [{ path: 'identity.ldap.url', message }];
}
