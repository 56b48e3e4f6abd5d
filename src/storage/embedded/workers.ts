import type { Worker } from 'node:worker_threads';
import { startWorker as startThread } from '../../base/start-worker.ts';
import type { StoreWorkerData } from './worker-data.ts';

/** A batch lives for one turn; with V8's own choice the two workers held 30 MB more and were no faster. */
const youngGenerationMib = 4;
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export function startWorker(name: 'writer' | 'reader', data: StoreWorkerData): Worker {
  return startThread(new URL(`./${name}.worker${extension}`, import.meta.url), {
    name: `store-${name}`,
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMib },
  });
}
