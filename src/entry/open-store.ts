import { join } from 'node:path';
import { systemClock } from '../base/clock.ts';
import type { Config, Environment } from '../config/index.ts';
import type { Store } from '../jobs/index.ts';
import { crashingStore } from './crash-store.ts';

/** Opens the engine that the config names; the others are never loaded. */
export async function openStore(config: Config, environment: Environment): Promise<Store> {
  const store = await openEngine(config);
  return environment.crashAt === undefined ? store : crashingStore(store, environment.crashAt);
}

async function openEngine({ store, data }: Config): Promise<Store> {
  switch (store.kind) {
    case 'memory': {
      const { createMemoryStore } = await import('../storage/memory/index.ts');
      return createMemoryStore();
    }
    case 'embedded': {
      const { openEmbeddedStore } = await import('../storage/embedded/index.ts');
      return openEmbeddedStore({ folder: join(data, 'store') });
    }
    case 'mongo': {
      const { openMongoStore } = await import('../storage/mongo/index.ts');
      const { uri, database, selectTimeoutMs } = store;
      return openMongoStore({ uri, database, selectTimeoutMs, clock: systemClock });
    }
  }
}
