import { parentPort } from 'node:worker_threads';
import { makeSelfSigned, type SelfSignedRequest } from './self-signed.ts';

// One request, one answer; a rejection ends the thread and arrives at its owner as an error.
parentPort?.once('message', (request: SelfSignedRequest) => {
  void makeSelfSigned(request).then((made) => {
    parentPort?.postMessage(made);
  });
});
