import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { messageOf } from '../../../base/fault.ts';
import type { PageCount } from '../../../model/page-count.ts';
import { mediaName } from '../../media.ts';
import { PageRunList } from '../../page-runs.ts';
import type { CountRequest } from './message.ts';

/** pdf.js holds the whole document, two or three times. */
const octetsMax = 33_554_432;
/** Every page is opened, for its number alone may be a claim of the document; 0.1 ms each. */
const pagesMax = 5_000;

/**
 * The second opinion on a document that our own reader cannot make sense of. The number of pages that pdf.js says is
 * taken only when it can open each of them.
 */
export async function countWithPdfjs(request: CountRequest, problem: string): Promise<PageCount> {
  const format = request.mediaType;
  const ours = `Our own reader: ${problem}.`;
  if (request.octets > octetsMax) return { kind: 'unknown', format, why: 'damaged', evidence: [ours] };
  try {
    const runs = await openEveryPage(await octetsOf(request));
    if (runs === undefined) return { kind: 'unknown', format, why: 'limit:pages-damaged', evidence: [ours] };
    if (runs.pages === 0) {
      return { kind: 'unknown', format, why: 'damaged', evidence: [ours, 'pdf.js finds no page either.'] };
    }
    const evidence = [ours, `pdf.js opens all of ${runs.pages} pages.`];
    return {
      kind: 'counted',
      format,
      pages: runs.pages,
      runs: runs.finish(),
      confidence: 'estimated',
      source: 'pdf.js',
      evidence,
    };
  } catch (error) {
    const why = error instanceof Error && error.name === 'PasswordException' ? 'password' : 'damaged';
    return { kind: 'unknown', format, why, evidence: [ours, `pdf.js: ${messageOf(error)}`] };
  }
}

async function octetsOf(request: CountRequest): Promise<Uint8Array> {
  if (request.memory !== undefined) return Uint8Array.from(request.memory);
  const { path = '', start = 0, octets } = request;
  return new Uint8Array(await buffer(createReadStream(path, { start, end: start + octets - 1 })));
}

/** undefined when there are more pages than are opened for a damaged document. */
async function openEveryPage(data: Uint8Array): Promise<PageRunList | undefined> {
  // Loaded when needed only: it takes 100 ms and 40 MB.
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // Half the size of the one it would take by itself.
  GlobalWorkerOptions.workerSrc = import.meta.resolve('pdfjs-dist/legacy/build/pdf.worker.min.mjs');
  const loading = getDocument({
    data,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: true,
    verbosity: 0,
  });
  try {
    const document = await loading.promise;
    if (document.numPages > pagesMax) return undefined;
    const runs = new PageRunList();
    for (let number = 1; number <= document.numPages; number += 1) {
      const { view, userUnit } = await document.getPage(number);
      const [left = 0, bottom = 0, right = 0, top = 0] = view;
      runs.add({ media: mediaName((right - left) * userUnit, (top - bottom) * userUnit) });
    }
    return runs;
  } finally {
    // The thread counts other documents after this one.
    await loading.destroy();
  }
}
