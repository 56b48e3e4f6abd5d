import { isUtf8 } from 'node:buffer';
import { impressionsMax } from '../../model/money.ts';
import type { PageCount } from '../../model/page-count.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';

/** A page of text as printers and CUPS lay it out by default: 66 lines of 80 columns, longer lines wrapped. */
const linesPerPage = 66;
const columnsPerLine = 80;
const tabColumns = 8;
const pdfHeader = '%PDF-';

/** Announced types of languages that look like text but are programs for the printer: they are not for us to lay out. */
const languagesOfText: ReadonlySet<string> = new Set([
  'application/postscript',
  'application/rtf',
  'application/vnd.cups-postscript',
  'application/vnd.hp-pcl',
  'application/vnd.hp-hpgl',
  'application/x-zpl',
  'image/svg+xml',
  'text/html',
  'text/rtf',
]);

/**
 * What an octet does to the page: printable, a continuation of UTF-8 (no column of its own), or a control that is
 * allowed in text; anything else makes the document no text at all.
 */
const kinds = {
  printable: 0,
  continuation: 1,
  lineFeed: 2,
  carriageReturn: 3,
  formFeed: 4,
  tab: 5,
  backspace: 6,
  other: 7,
} as const;

export function recogniseText(head: Uint8Array, announced: string): boolean {
  if (languagesOfText.has(announced)) return false;
  const table = octetKinds(true);
  return head.every((octet) => table[octet] !== kinds.other);
}

export function openText({ mediaType, head }: FormatContext): StreamCounter {
  return new TextCounter(mediaType, octetKinds(isUtf8(withoutCutCharacter(head))));
}

/** Pages are what form feeds end; within one, lines wrap at 80 columns and 66 of them fill a sheet. */
class TextCounter implements StreamCounter {
  readonly #mediaType: string;
  readonly #kinds: Uint8Array;
  #pages = 0;
  /** Complete lines on the page in work. */
  #lines = 0;
  #column = 0;
  /** The widest the line in work has been: a carriage return prints over it, it takes no more paper. */
  #width = 0;
  #pageHasOctets = false;
  #strange = false;
  /** The last octets pushed, where a PDF header may begin. */
  #last = '';

  constructor(mediaType: string, octetKindTable: Uint8Array) {
    this.#mediaType = mediaType;
    this.#kinds = octetKindTable;
  }

  push(chunk: Uint8Array): void {
    if (this.#strange) return;
    this.#lookForPdf(chunk);
    const table = this.#kinds;
    for (let at = 0; at < chunk.length; at += 1) {
      // Nearly all octets are printable: they are passed over in a loop of their own, 0.5 to 1 GB a second.
      const start = at;
      while (table[chunk[at] ?? 0] === kinds.printable) at += 1;
      this.#column += at - start;
      if (at < chunk.length) this.#control(table[chunk[at] ?? 0] ?? kinds.other);
    }
    // A form feed at the end of the chunk has just emptied the page.
    if (chunk.length > 0) this.#pageHasOctets = chunk[chunk.length - 1] !== 0x0c;
  }

  finish(): Promise<PageCount> {
    return Promise.resolve(this.#answer());
  }

  #answer(): PageCount {
    const format = this.#mediaType;
    if (this.#strange) {
      const evidence = ['It begins like text, but a PDF header or control characters follow.'];
      return { kind: 'unknown', format: 'application/octet-stream', why: 'unsupported', evidence };
    }
    if (this.#pageHasOctets) this.#endPage();
    const pages = this.#pages;
    if (pages > impressionsMax) {
      return {
        kind: 'unknown',
        format,
        why: 'limit:pages',
        evidence: ['It has more pages than IPP can say.'],
      };
    }
    return {
      kind: 'counted',
      format,
      pages,
      runs: [{ first: 1, last: pages, colour: false }],
      confidence: 'estimated',
      source: 'lines and form feeds',
      evidence: [
        `Laid out at ${linesPerPage} lines of ${columnsPerLine} columns, the way the device may not.`,
      ],
    };
  }

  /** A PDF behind a foreword of text would be counted as the text that it is not. */
  #lookForPdf(chunk: Uint8Array): void {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const seam = this.#last + text.toString('latin1', 0, pdfHeader.length - 1);
    if (seam.includes(pdfHeader) || text.includes(pdfHeader)) this.#strange = true;
    this.#last = (this.#last + text.toString('latin1', Math.max(0, text.length - 4))).slice(-4);
  }

  #control(kind: number): void {
    switch (kind) {
      case kinds.lineFeed:
        this.#endLine();
        return;
      case kinds.carriageReturn:
        this.#width = Math.max(this.#width, this.#column);
        this.#column = 0;
        return;
      case kinds.formFeed:
        this.#endPage();
        return;
      case kinds.tab:
        this.#column += tabColumns - (this.#column % tabColumns);
        return;
      case kinds.continuation:
        return;
      case kinds.backspace:
        this.#width = Math.max(this.#width, this.#column);
        this.#column = Math.max(0, this.#column - 1);
        return;
      default:
        this.#strange = true;
    }
  }

  #endLine(): void {
    const width = Math.max(this.#width, this.#column);
    this.#lines += Math.max(1, Math.ceil(width / columnsPerLine));
    this.#column = 0;
    this.#width = 0;
  }

  /** A form feed always ends a page, an empty one too. */
  #endPage(): void {
    if (this.#column > 0 || this.#width > 0) this.#endLine();
    this.#pages += Math.max(1, Math.ceil(this.#lines / linesPerPage));
    this.#lines = 0;
  }
}

/** In Latin-1 every octet from 80 on has a column of its own; in UTF-8 continuations have none. */
function octetKinds(utf8: boolean): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(kinds.other, 0x00, 0x20);
  table[0x7f] = kinds.other;
  table[0x08] = kinds.backspace;
  table[0x09] = kinds.tab;
  table[0x0a] = kinds.lineFeed;
  table[0x0c] = kinds.formFeed;
  table[0x0d] = kinds.carriageReturn;
  if (utf8) table.fill(kinds.continuation, 0x80, 0xc0);
  return table;
}

/** The first octets without a UTF-8 character that may be cut at their end. */
function withoutCutCharacter(head: Uint8Array): Uint8Array {
  let end = head.length;
  while (end > 0 && end > head.length - 3 && (head[end - 1] ?? 0) >= 0x80 && (head[end - 1] ?? 0) < 0xc0)
    end -= 1;
  return (head[end - 1] ?? 0) >= 0xc0 ? head.subarray(0, end - 1) : head;
}
