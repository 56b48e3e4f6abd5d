import type { PageCount } from '../model/page-count.ts';
import type { DocumentSource, StreamCounter } from './counter.ts';

/** Counts documents at rest, for formats that cannot be counted as they stream by. */
export interface DocumentReader {
  count(mediaType: string, source: DocumentSource, signal: AbortSignal): Promise<PageCount>;
}

/** What a format may use while it counts. */
export interface FormatContext {
  readonly mediaType: string;
  /** The first octets of the document, at most `sniffOctetsMax`. */
  readonly head: Uint8Array;
  readonly pdf: DocumentReader;
}

/** Everything that is known of one format. */
export interface Format {
  readonly mediaType: string;
  /** `announced` is the client's media type in lower case; it may only break ties. */
  readonly recognise: (head: Uint8Array, announced: string) => boolean;
  /** Makes a counter for one document; absent where the format is known by name only. */
  readonly open?: (context: FormatContext) => StreamCounter;
}
