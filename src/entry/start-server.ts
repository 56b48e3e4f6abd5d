import { systemClock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import type { Config, Environment } from '../config/index.ts';
import { startControlServer } from '../control/index.ts';
import type { Identifier } from '../identity/index.ts';
import type { PrintJobs, Store } from '../jobs/index.ts';
import { createLogger, type Log } from '../logging/index.ts';
import { isLoopback, type ListenAddress } from '../model/listen.ts';
import { createPrintServer } from '../server/index.ts';
import { lockDataFolder } from '../storage/embedded/index.ts';
import { createWeb } from '../web/index.ts';
import { installationId, prepareDataFolder } from './installation.ts';
import { adminMaker } from './make-admin.ts';
import { controlSocketOf } from './open-admin.ts';
import { openCredentials, openIdentifier } from './open-credentials.ts';
import { openJobs } from './open-jobs.ts';
import { openStore } from './open-store.ts';
import { openTls } from './open-tls.ts';
import { startAdapters } from './start-adapters.ts';
import { startDiscovery } from './start-discovery.ts';
import { subscriptionFile } from './subscription-file.ts';

export interface StartOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly version: string;
}

export interface RunningServer {
  readonly addresses: readonly ListenAddress[];
  /** Looks for another certificate at once, as an administrator asks by SIGHUP. */
  reload(): Promise<void>;
  /** In the reverse order of the start; what is being relayed may end within `stopWithinMs`. */
  stop(): Promise<void>;
}

/**
 * Opens everything in order: the folder's lock before anything in it, the store before the jobs, the jobs before the
 * doors. When a part fails those before it are closed again.
 */
export async function startServer({ config, environment, version }: StartOptions): Promise<RunningServer> {
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    await prepareDataFolder(config.data);
    const lock = await lockDataFolder(config.data);
    opened.push(() => lock.release());
    const log = createLogger(loggingOf(config, environment));
    opened.push(() => log.close());
    const store = await openStore(config, environment);
    opened.push(() => store.close());
    const jobs = await openJobs(config, store, log, true);
    opened.push(() => jobs.stop(config.stopWithinMs));
    const credentials = openCredentials(config);
    const info = { version, pid: process.pid, startedAt: systemClock.now(), currency: config.currency };
    const adminFor = adminMaker(config, { store, jobs, credentials });
    const control = await startControlServer({
      path: controlSocketOf(config),
      info,
      adminFor,
      onFault: (method, error) => {
        log.error('control call failed', { method, why: messageOf(error) });
      },
    });
    opened.push(() => control.close());
    const adapters = await startAdapters({ config, jobs, version, log });
    opened.push(() => adapters.close());
    const identifier = openIdentifier(config, credentials);
    const web = openWeb({ config, version, store, jobs, identifier, log });
    const tls = await openTls(config, log, (identity) => {
      server.renewTls(identity);
    });
    opened.push(() => Promise.resolve(tls?.stop()));
    const server = createPrintServer({
      jobs,
      listen: config.listen,
      web: adapters.besides(web),
      ...(tls === undefined ? {} : { tls: tls.current().identity }),
      clock: systemClock,
      log,
      uuidSeed: await installationId(config.data),
      ...(config.defaultPrinter === undefined ? {} : { defaultPrinter: config.defaultPrinter }),
      identifier,
      ...(config.documentUris.allowedHosts.length === 0 ? {} : { documentUris: config.documentUris }),
      info: { version, organization: '', organizationalUnit: '' },
      speech: { language: config.language, currency: config.currency },
      // Jobs that are forgotten have nothing left to subscribe to.
      ...(config.store.kind === 'memory' ? {} : { subscriptionKeeper: subscriptionFile(config.data) }),
      limits: { ...config.limits, warmUpConnections: 300 },
    });
    const addresses = await server.start();
    opened.push(() => server.stop());
    const { attributesOf, announcedAs } = server;
    const hostNamed = (host: string): void => {
      void tls?.answerTo(host);
    };
    opened.push(startDiscovery({ config, addresses, jobs, attributesOf, announcedAs, hostNamed, log }));
    const reload = async (): Promise<void> => {
      await tls?.look().catch((error: unknown) => {
        log.error('certificate not renewed', { why: messageOf(error) });
      });
    };
    return { addresses, reload, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface WebParts {
  readonly config: Config;
  readonly version: string;
  readonly store: Store;
  readonly jobs: PrintJobs;
  readonly identifier: Identifier;
  readonly log: Log;
}

function openWeb({ config, version, store, jobs, identifier, log }: WebParts): ReturnType<typeof createWeb> {
  return createWeb({
    jobs,
    visiting: { identifier, jobs },
    info: () => ({
      version,
      reachableByOthers: !config.listen.every(isLoopback),
      ...(config.defaultPrinter === undefined ? {} : { defaultPrinter: config.defaultPrinter }),
    }),
    ready: () => answers(store.ping()),
    speech: { language: config.language, currency: config.currency },
    tlsOnly: config.tls.certificate !== undefined && config.printers.every(({ tls }) => tls === 'required'),
    clock: systemClock,
    log,
  });
}

function answers(ping: Promise<void>): Promise<boolean> {
  return ping.then(
    () => true,
    () => false,
  );
}

function loggingOf({ logging }: Config, { noColour }: Environment): Parameters<typeof createLogger>[0] {
  const { level, file, fileOctetsMax, filesMax } = logging;
  const colour = !noColour && process.stderr.isTTY;
  return {
    level,
    clock: systemClock,
    stream: process.stderr,
    style: process.stderr.isTTY ? (colour ? 'colour' : 'text') : 'json',
    ...(file === undefined ? {} : { file: { path: file, octetsMax: fileOctetsMax, filesMax } }),
  };
}
