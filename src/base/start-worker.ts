import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Starts a worker from the built file, or from its source in tests and in the development server. */
export function startWorker(script: URL, options: WorkerOptions): Worker {
  return script.pathname.endsWith('.ts') ? startFromSource(script, options) : new Worker(script, options);
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
