import { once } from 'node:events';
import type { ServeRequest } from '../cli/index.ts';
import type { Environment } from '../config/index.ts';
import { parseListenAddress } from '../model/listen.ts';
import { readConfig } from './read-config.ts';
import { startServer } from './start-server.ts';
import { welcome } from './welcome.ts';

export interface ServeOptions extends ServeRequest {
  readonly environment: Environment;
  readonly version: string;
}

/** `platen serve`: until SIGINT or SIGTERM. Answers the exit code; a start that fails throws. */
export async function serve({ configFile, listen, environment, version }: ServeOptions): Promise<number> {
  const addresses = listen.flatMap((text) => parseListenAddress(text) ?? []);
  const overrides = addresses.length === 0 ? {} : { listen: addresses };
  const config = readConfig(configFile, environment, overrides);
  const server = await startServer({ config, environment, version });
  const reload = (): void => {
    void server.reload();
  };
  process.on('SIGHUP', reload);
  process.stdout.write(welcome(config, server.addresses, version));
  await asked();
  await server.stop();
  process.off('SIGHUP', reload);
  return 0;
}

/** The first signal asks for an orderly end; the second, by its default, ends the process at once. */
async function asked(): Promise<void> {
  const ended = new AbortController();
  const { signal } = ended;
  await Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]);
  ended.abort();
}
