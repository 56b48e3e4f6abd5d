import type { PageCount } from '../model/page-count.ts';

/** A document at rest, for formats that need random access. */
export interface DocumentSource {
  readonly octets: number;
  /** The whole document when it is small and in memory. */
  readonly memory?: Uint8Array;
  /** Path of the spool file otherwise. */
  readonly path?: string;
  /** Where the document begins in the file, when it is only a part of it; `octets` is then the length of the part. */
  readonly start?: number;
}

/** A part of a document that is made of another one: octets of its own, or a stretch of the other. */
export type DocumentPart =
  | { readonly text: Uint8Array }
  | { readonly start: number; readonly octets: number };

/**
 * Counts one document while it arrives. `push` is synchronous and keeps memory flat; the same bytes in any chunks give
 * the same answer. `finish` answers from what was pushed, or reads the source where the format needs random access.
 */
export interface StreamCounter {
  push(chunk: Uint8Array): void;
  /**
   * The count. Never throws for what a document contains: that is `unknown`. Aborting the signal stops a worker and
   * rejects with the signal's reason.
   */
  finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount>;
}

/** Limits of counting; each one met is `unknown` with `limit:NAME` or `timeout`. */
export interface CountLimits {
  /** Milliseconds of a worker on one document. */
  readonly workerTimeMs: number;
  /** MiB of heap of one worker. */
  readonly workerHeapMib: number;
  /** Workers at once; further documents wait. Processes of Ghostscript are counted apart from threads. */
  readonly workers: number;
  /** Milliseconds for drawing pages of one document; the rest stays open. */
  readonly drawTimeMs: number;
  /** Pages of one document that are drawn; 0 draws none. */
  readonly drawPagesMax: number;
  /** MiB of memory for drawing a document. */
  readonly drawMemoryMib: number;
  readonly ghostscript: GhostscriptLimits;
}

/** Ghostscript, which runs documents that are programs. */
export interface GhostscriptLimits {
  /** Its absolute path; `auto` to look for it where systems install it, `off` for never. */
  readonly program: string;
  /** Milliseconds of it on one document. */
  readonly timeMs: number;
  /** MiB of memory of one process. */
  readonly memoryMib: number;
}

/** What is wanted besides the number of pages; each takes time. */
export interface CountWish {
  /** Take time to find out the colour of pages where it does not show as they stream by. */
  readonly colour?: boolean;
  /** Tell the ink of every page. */
  readonly ink?: boolean;
  /** Copies that a driver of CUPS leaves to the device count as those in the data. */
  readonly driverCopies?: boolean;
}

export interface DocumentCounters {
  /** `announced` is the client's media type; it breaks ties only. */
  counter(announced?: string, wish?: CountWish): StreamCounter;
  /** Ends the workers. */
  close(): Promise<void>;
}
