import { closeSync, openSync } from 'node:fs';
import type { Pdfium } from '@embedpdf/pdfium';
import { messageOf } from '../../../../base/fault.ts';
import type { DrawnPage, DrawReply, DrawRequest } from './message.ts';
import { type OctetReader, readerOfFile, readerOfMemory, readerOfParts } from './octet-reader.ts';
import { inkOf, lookAt, type PageLook } from './page-look.ts';
import { PdfiumProgram } from './pdfium.ts';
import { Rendering } from './rendering.ts';

/** PDFium addresses a document with 32 bits. */
const octetsMax = 2 ** 32 - 1;

/** Draws pages of one document after the other, in one thread. */
export class PageArtist {
  #program: PdfiumProgram | undefined;

  async draw(request: DrawRequest): Promise<DrawReply> {
    if (request.octets > octetsMax) return { pages: [], stopped: 'The document has more than 4 GiB.' };
    this.#program ??= await PdfiumProgram.load();
    // Each document gets an instance of its own: what a hostile one broke, no other meets.
    const pdfium = await this.#program.start(request.memoryOctetsMax);
    return withReader(request, (reader) => drawPages(pdfium, reader, request));
  }
}

function withReader(request: DrawRequest, use: (reader: OctetReader) => DrawReply): DrawReply {
  const { memory, parts } = request;
  const ofParts = (source: OctetReader) => (parts === undefined ? source : readerOfParts(source, parts));
  if (memory !== undefined) return use(ofParts(readerOfMemory(memory)));
  const descriptor = openSync(request.path ?? '', 'r');
  try {
    return use(ofParts(readerOfFile(descriptor, request)));
  } finally {
    closeSync(descriptor);
  }
}

function drawPages(pdfium: Pdfium, reader: OctetReader, request: DrawRequest): DrawReply {
  const pages: DrawnPage[] = [];
  const until = performance.now() + request.withinMs;
  try {
    const rendering = Rendering.open(pdfium, reader);
    if (rendering === undefined) return { pages, stopped: 'PDFium cannot open it.' };
    if (rendering.pages !== request.pagesCounted) {
      return { pages, stopped: `PDFium sees ${rendering.pages} pages.` };
    }
    for (const page of request.pages) {
      if (performance.now() > until) return { pages, stopped: 'The time for drawing was over.' };
      const drawn = drawPage(rendering, page, request.ink);
      if (drawn !== undefined) pages.push(drawn);
    }
    rendering.close();
    const lost = request.pages.length - pages.length;
    return lost === 0 ? { pages } : { pages, stopped: `PDFium cannot open ${lost} of its pages.` };
  } catch (error) {
    // A trap: the memory was refused, or the document broke PDFium. What was drawn before it holds.
    return { pages, stopped: `PDFium failed: ${messageOf(error)}` };
  }
}

/** Undefined for a page that PDFium cannot open. */
function drawPage(rendering: Rendering, page: number, withInk: boolean): DrawnPage | undefined {
  let look: PageLook | undefined;
  let ink: DrawnPage['ink'];
  const opened = rendering.draw(page, withInk ? ['hard', 'smooth'] : ['hard'], (picture, how) => {
    if (how === 'hard') look = lookAt(picture);
    else ink = inkOf(picture);
  });
  if (!opened || look === undefined) return undefined;
  return { page, ...look, ...(ink === undefined ? {} : { ink }) };
}
