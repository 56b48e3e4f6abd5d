import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../base/fault.ts';
import type { PageCount } from '../../model/page-count.ts';
import { workerEffort } from './pdf/effort.ts';
import { type CountRequest, isCountRequest } from './pdf/message.ts';
import { countWithPdfjs } from './pdf/pdfjs.ts';
import { readSource } from './pdf/reader.ts';

// The entry of a worker thread: one request, one answer, until it is ended from outside.
parentPort?.on('message', (request: unknown) => {
  if (isCountRequest(request)) void answer(request);
});

// pdf.js 5.6 leaves rejections of damaged documents unhandled (XRefEntryException while it recovers), which would end
// the thread; what matters arrives by the promises that are awaited.
process.on('unhandledRejection', () => undefined);

async function answer(request: CountRequest): Promise<void> {
  parentPort?.postMessage(await count(request).catch((error: unknown) => failure(request, error)));
}

async function count(request: CountRequest): Promise<PageCount> {
  const { mediaType, colourTimeMs } = request;
  const counting = readSource(request, request, workerEffort(colourTimeMs));
  switch (counting.kind) {
    case 'answer':
      return counting.count;
    case 'limit': {
      const evidence = [`The document asks for more than the limit "${counting.limit}" allows.`];
      return { kind: 'unknown', format: mediaType, why: `limit:${counting.limit}`, evidence };
    }
    case 'broken':
      return countWithPdfjs(request, counting.sentence);
  }
}

function failure({ mediaType }: CountRequest, error: unknown): PageCount {
  return { kind: 'unknown', format: mediaType, why: 'worker-failed', evidence: [messageOf(error)] };
}
