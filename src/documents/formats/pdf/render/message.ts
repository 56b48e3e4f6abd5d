import type { Ink } from '../../../../model/page-count.ts';
import type { DocumentPart, DocumentSource } from '../../../counter.ts';
import type { PageLook } from './page-look.ts';

/** What a worker is asked to draw. */
export interface DrawRequest extends DocumentSource {
  /** What the PDF is made of, where the source is not one itself. */
  readonly parts?: readonly DocumentPart[];
  /** Numbers of the pages, from 1. */
  readonly pages: readonly number[];
  /** Pages the document was counted to have; where PDFium sees others, its numbers mean something else. */
  readonly pagesCounted: number;
  readonly ink: boolean;
  /** Milliseconds after which no further page is begun. */
  readonly withinMs: number;
  readonly memoryOctetsMax: number;
}

export interface DrawnPage extends PageLook {
  readonly page: number;
  readonly ink?: Ink;
}

/** What came of it: the pages that were drawn, and a sentence where that is not all of them. */
export interface DrawReply {
  readonly pages: readonly DrawnPage[];
  readonly stopped?: string;
}

export function isDrawRequest(value: unknown): value is DrawRequest {
  if (!isRecord(value)) return false;
  const placed = typeof value['path'] === 'string' || value['memory'] instanceof Uint8Array;
  const numbers = [value['octets'], value['pagesCounted'], value['withinMs'], value['memoryOctetsMax']];
  return placed && Array.isArray(value['pages']) && numbers.every((number) => typeof number === 'number');
}

/** What comes from a worker that drew a hostile document is looked at before it is used. */
export function isDrawReply(value: unknown): value is DrawReply {
  return isRecord(value) && Array.isArray(value['pages']) && value['pages'].every(isDrawnPage);
}

function isDrawnPage(value: unknown): value is DrawnPage {
  if (!isRecord(value) || !Number.isSafeInteger(value['page'])) return false;
  return typeof value['colour'] === 'boolean' && typeof value['blank'] === 'boolean';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
