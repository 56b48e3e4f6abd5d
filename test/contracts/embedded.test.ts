import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../src/storage/embedded/index.ts';
import { storeContract } from './store-contract.ts';

storeContract('the embedded store', {
  make: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'platen-store-'));
    return {
      open: () => openEmbeddedStore({ folder }),
      remove: () => rm(folder, { recursive: true }),
    };
  },
  durable: true,
});
