import type { PageCount } from '../model/page-count.ts';
import type { Sides } from '../model/ticket.ts';
import type { CountWish, DocumentPart, DocumentSource, StreamCounter } from './counter.ts';

export interface DocumentQuestion extends Pick<CountWish, 'driverCopies'> {
  readonly mediaType: string;
}

/** Counts documents at rest, for formats that cannot be counted as they stream by. */
export interface DocumentReader {
  count(question: DocumentQuestion, document: WishedDocument, signal: AbortSignal): Promise<PageCount>;
}

/** Runs a document that is a program, as a device would. */
export interface PageRenderer {
  /** Undefined when there is no program that could. */
  render(rendering: Rendering, signal: AbortSignal): Promise<PageCount | undefined>;
}

export interface Rendering {
  readonly source: DocumentSource;
  /** What the job has from outside its program; the program's own word wins. */
  readonly defaults: { readonly copies: number; readonly sides: Sides | undefined };
  /** Counts the PWG raster of the pages. */
  readonly counter: StreamCounter;
  /** Milliseconds for it, where it has fewer than any program. */
  readonly timeMs?: number;
  /** With smooth edges, for ink; hard ones keep colours that are painted over from showing. */
  readonly smooth?: boolean;
}

/** Draws pages of a document that is counted, for what was wished and nothing else tells. */
export interface PageDrawer {
  complete(count: PageCount, document: WishedDocument, signal: AbortSignal): Promise<PageCount>;
}

export interface WishedDocument {
  readonly source: DocumentSource;
  readonly wish: CountWish;
  /** The PDF to be drawn, where the source is a picture that is shown in one. */
  readonly parts?: readonly DocumentPart[];
}

/** What a format may use while it counts. */
export interface FormatContext {
  readonly mediaType: string;
  /** The first octets of the document, at most `sniffOctetsMax`. */
  readonly head: Uint8Array;
  readonly pdf: DocumentReader;
  readonly ghostscript: PageRenderer;
  readonly drawer: PageDrawer;
  readonly wish: CountWish;
  /** Milliseconds for the colour of one document, apart from those for its count; what is not told by then stays open. */
  readonly lookTimeMs: number;
  /** All formats, for those that carry others inside; handed over, so that no format imports the table it stands in. */
  readonly catalogue: FormatCatalogue;
  /** Opens what a compressed document holds, told by its content; absent within one, so that none unfolds for ever. */
  readonly openContent?: () => StreamCounter;
}

export interface FormatCatalogue {
  readonly byContent: (head: Uint8Array) => Format | undefined;
  readonly byName: (mediaType: string) => Format | undefined;
}

/** What a wrapper (PJL) sets before the data begins. The data's own word on either wins. */
export interface WrapperDefaults {
  readonly copies: number;
  readonly sides: Sides | undefined;
  /** The wrapper has opened a job, so that an end mark (UEL) must follow the data. */
  readonly closed: boolean;
}

/** Counts data inside a wrapper when only its own language can tell where it ends: payload may look like the end. */
export interface EnclosedCounter {
  /** Whether the end of the data (UEL) has been taken. */
  readonly ended: boolean;
  /** Takes octets of `chunk` from `start` on; returns the position behind the last one that belongs to the data. */
  take(chunk: Uint8Array, start: number): number;
  finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount>;
}

/** Everything that is known of one format. */
export interface Format {
  readonly mediaType: string;
  /** `announced` is the client's media type in lower case; it may only break ties. */
  readonly recognise: (head: Uint8Array, announced: string) => boolean;
  /** Its pages can be asked for their ink (`CountWish`), or those of what it holds. */
  readonly tellsInk?: true;
  /** Makes a counter for one document; absent where the format is known by name only. */
  readonly open?: (context: FormatContext) => StreamCounter;
  /**
   * The same inside a wrapper, for languages that find their own end and have their own word on copies and sides. Where
   * it is absent, the data ends at the first UEL.
   */
  readonly openEnclosed?: (context: FormatContext, defaults: WrapperDefaults) => EnclosedCounter;
  /**
   * The same for languages that end at the first UEL but have their own word on copies and sides. Where it is absent
   * too, those of the wrapper are joined to the answer of `open`.
   */
  readonly openWrapped?: (context: FormatContext, defaults: WrapperDefaults) => StreamCounter;
}
