import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { StoreWorkerData } from './worker-data.ts';

/** A batch lives for one turn; with V8's own choice the two workers held 30 MB more and were no faster. */
const youngGenerationMib = 4;
const fromSource = import.meta.url.endsWith('.ts');

export function startWorker(name: 'writer' | 'reader', data: StoreWorkerData): Worker {
  const options = {
    name: `store-${name}`,
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMib },
  };
  const script = new URL(`./${name}.worker${fromSource ? '.ts' : '.js'}`, import.meta.url);
  return fromSource ? startFromSource(script, options) : new Worker(script, options);
}

/**
 * Node 20 does not read TypeScript, and there `--import tsx` does nothing in a worker (tsx 4.23 then registers itself
 * in the main thread only); its API does.
 */
function startFromSource(script: URL, options: WorkerOptions): Worker {
  const loader = import.meta.resolve('tsx/esm/api');
  const code = `import(${JSON.stringify(loader)}).then((tsx) => {
    tsx.register();
    return import(${JSON.stringify(script.href)});
  });`;
  return new Worker(code, { ...options, eval: true, execArgv: [] });
}
