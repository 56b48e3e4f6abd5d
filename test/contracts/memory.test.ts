import { createMemoryStore } from '../../src/storage/memory/index.ts';
import { storeContract } from './store-contract.ts';

storeContract('the memory store', {
  make: () =>
    Promise.resolve({ open: () => Promise.resolve(createMemoryStore()), remove: () => Promise.resolve() }),
  durable: false,
});
