import type { Worker } from 'node:worker_threads';
import { startWorker } from '../base/start-worker.ts';
import type { SelfSigned, SelfSignedRequest } from './self-signed.ts';

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const script = new URL(`./self-signed.worker${extension}`, import.meta.url);

/**
 * A certificate made in a thread that ends with it: a server needs one every two years, and the library for it would
 * keep 12 MB and hold the event loop while it loads. Throws what the thread threw.
 */
export async function makeSelfSignedApart(request: SelfSignedRequest): Promise<SelfSigned> {
  const worker = startWorker(script, { name: 'certificate' });
  try {
    const made = answerOf(worker);
    worker.postMessage(request);
    return await made;
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<SelfSigned> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`The thread that makes the certificate ended with ${code}.`));
    });
  });
}
