import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../base/fault.ts';
import { PageArtist } from './pdf/render/draw-pages.ts';
import { type DrawRequest, isDrawRequest } from './pdf/render/message.ts';

// The entry of a worker thread: one request, one answer, until it is ended from outside.
const artist = new PageArtist();

parentPort?.on('message', (request: unknown) => {
  if (isDrawRequest(request)) void answer(request);
});

async function answer(request: DrawRequest): Promise<void> {
  const reply = await artist
    .draw(request)
    .catch((error: unknown) => ({ pages: [], stopped: messageOf(error) }));
  parentPort?.postMessage(reply);
}
