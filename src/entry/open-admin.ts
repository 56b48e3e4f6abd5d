import { userInfo } from 'node:os';
import { join } from 'node:path';
import { PrintServerError } from '../base/fault.ts';
import type { OpenedAdmin } from '../cli/index.ts';
import type { Config, Environment } from '../config/index.ts';
import { connectControl } from '../control/index.ts';
import { quietLog } from '../logging/index.ts';
import { prepareDataFolder } from './installation.ts';
import { readConfig } from './read-config.ts';

export interface OpenAdminRequest {
  readonly configFile: string;
  readonly environment: Environment;
  readonly version: string;
}

/** The admin functions: of the server that runs on this data folder, else over the store itself. */
export async function openAdmin({
  configFile,
  environment,
  version,
}: OpenAdminRequest): Promise<OpenedAdmin> {
  const config = readConfig(configFile, environment);
  const user = userInfo().username;
  const control = await connectControl({ path: controlSocketOf(config), user, version });
  if (control === undefined) return openLocally(config, environment, user);
  return {
    admin: control.admin,
    currency: config.currency,
    close: () => {
      control.close();
      return Promise.resolve();
    },
  };
}

export function controlSocketOf(config: Config): string {
  return join(config.data, 'control.sock');
}

async function openLocally(config: Config, environment: Environment, user: string): Promise<OpenedAdmin> {
  if (config.store.kind === 'memory') {
    throw new PrintServerError(
      'server-unreachable',
      'The accounts of the memory store are in the server only; start it first.',
    );
  }
  // Everything that a server needs, loaded only where no server answers.
  const [{ lockDataFolder }, { openStore }, { openJobs }, { adminMaker }, { openCredentials }] =
    await Promise.all([
      import('../storage/embedded/index.ts'),
      import('./open-store.ts'),
      import('./open-jobs.ts'),
      import('./make-admin.ts'),
      import('./open-credentials.ts'),
    ]);
  await prepareDataFolder(config.data);
  const lock = await lockDataFolder(config.data);
  try {
    const store = await openStore(config, environment);
    const jobs = await openJobs(config, store, quietLog, false);
    const credentials = openCredentials(config);
    const admin = adminMaker(config, { store, jobs, credentials })({
      name: user,
      level: 'local',
      proof: 'command line',
      operator: true,
    });
    const close = async (): Promise<void> => {
      await jobs.stop(0);
      await store.close();
      await lock.release();
    };
    return { admin, currency: config.currency, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
