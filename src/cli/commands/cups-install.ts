import type { Command } from 'commander';
import {
  check,
  type Finding,
  install,
  isOk,
  listQueues,
  readSettings,
  uninstall,
} from '../../cups-install/index.ts';
import type { AdapterServer } from '../../model/adapter-settings.ts';
import type { Cli } from '../cli.ts';
import {
  cupsPlaces,
  currentUid,
  type PlaceOptions,
  placeOptions,
  type RuleOptions,
  ruleOf,
  ruleOptions,
  tellFindings,
} from '../cups.ts';
import { UsageError } from '../errors.ts';

interface InstallOptions extends PlaceOptions, RuleOptions {
  readonly asRoot?: boolean;
  readonly dryRun?: boolean;
  readonly node?: string;
  readonly socket?: string;
  readonly server?: string;
  readonly ca?: string;
  readonly token?: string;
}

export function defineCupsInstall(command: Command, cli: Cli): void {
  ruleOptions(placeOptions(command))
    .option('--as-root', 'for backends that CUPS runs as root: usb, lpd, serial, dnssd')
    .option('--node <path>', 'Node.js to run it with; else the one that runs this command')
    .option('--socket <path>', "socket of the server; else that of the server's configuration")
    .option('--server <url>', 'a server on another machine, https://HOST:PORT')
    .option('--ca <file.pem>', 'certificate of the authority to trust, with --server')
    .option('--token <file>', 'file that holds the token, with --server')
    .option('--dry-run', 'only tell what would be done')
    .action(async (options: InstallOptions) => {
      await cli.run(async (out) => {
        const places = cupsPlaces(options);
        const rule = ruleOf(options);
        const findings = install({
          places,
          ...(await serverOf(cli, options)),
          node: options.node ?? process.execPath,
          asRoot: options.asRoot === true,
          dryRun: options.dryRun === true,
          uid: currentUid(),
          queues: await queuesIfAny(),
          ...(rule === undefined ? {} : { rule }),
        });
        return tellFindings(out, findings);
      });
    });
}

export function defineCupsCheck(command: Command, cli: Cli): void {
  placeOptions(command).action(async (options: PlaceOptions) => {
    await cli.run(async (out) => {
      const places = cupsPlaces(options);
      const settings = readSettings(places.serverRoot);
      const findings = await check({ places, settings, queues: await queuesIfAny(), uid: currentUid() });
      const code = tellFindings(out, findings);
      if (!out.json && isOk(findings)) out.line('The adapter is ready.');
      return code;
    });
  });
}

export function defineCupsUninstall(command: Command, cli: Cli): void {
  placeOptions(command)
    .option('--dry-run', 'only tell what would be done')
    .action(async (options: PlaceOptions & { readonly dryRun?: boolean }) => {
      await cli.run(async (out) => {
        const queues = await listQueues();
        const request = {
          places: cupsPlaces(options),
          queues,
          dryRun: options.dryRun === true,
          uid: currentUid(),
        };
        const findings: readonly Finding[] = uninstall(request);
        return tellFindings(out, findings);
      });
    });
}

/** An installation may come before cupsd is started. */
function queuesIfAny(): ReturnType<typeof listQueues> {
  return listQueues().catch(() => []);
}

interface ServerOf {
  readonly server: AdapterServer;
  readonly ownAddresses: readonly string[];
}

async function serverOf(cli: Cli, { server, ca, token, socket }: InstallOptions): Promise<ServerOf> {
  if (server !== undefined) {
    if (!server.startsWith('https://') || ca === undefined || token === undefined) {
      throw new UsageError(
        'A server on another machine needs --server https://HOST:PORT, --ca FILE.pem and --token FILE.',
      );
    }
    const { hostname, port } = new URL(server);
    return {
      server: { kind: 'https', url: server, ca, token },
      ownAddresses: [`${hostname}:${port === '' ? '443' : port}`],
    };
  }
  const place = await cli.deps.adapterPlace(cli.configFile());
  return { server: { kind: 'socket', path: socket ?? place.socket }, ownAddresses: place.addresses };
}
