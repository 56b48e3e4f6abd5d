import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../base/fault.ts';
import { isRecord } from '../records.ts';

/** What a worker of the store is started with. */
export interface StoreWorkerData {
  readonly file: string;
}

/** The port to the thread that started this one, and what it gave. */
export function startedWith(): { readonly port: MessagePort; readonly file: string } {
  const data: unknown = workerData;
  const file = isRecord(data) ? data['file'] : undefined;
  assert(parentPort !== null && typeof file === 'string', 'this file is a worker of the embedded store');
  return { port: parentPort, file };
}

/** Ends the worker: sent instead of a batch, when every request has been answered. */
export const closeMessage = 'close';
