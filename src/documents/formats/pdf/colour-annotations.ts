import { type ContentContext, ContentScan } from './colour-content.ts';
import { countOf, isDictionary, nameOf, type PdfDictionary, PdfStream, type PdfValue } from './values.ts';

/** Annotations of one page; a dense form has some hundreds. */
const annotationsMax = 2_000;
/** /F bits (ISO 32000-1 table 165): a hidden annotation is neither shown nor printed. */
const hiddenFlag = 2;

/**
 * Adds what the annotations of a page paint: their appearances are forms. One without an appearance is drawn as each
 * reader likes, so that it abandons the verdict unless nothing of it can be seen.
 */
export function paintAnnotations(page: PdfDictionary, context: ContentContext): void {
  const { store, verdict } = context;
  const annotations = store.resolve(page.get('Annots'));
  if (!Array.isArray(annotations)) return;
  if (annotations.length > annotationsMax) verdict.abandon();
  for (const item of annotations) {
    if (verdict.abandoned) return;
    const annotation = store.resolve(item);
    if (isDictionary(annotation) && !understood(annotation, context)) verdict.abandon();
  }
}

function understood(annotation: PdfDictionary, context: ContentContext): boolean {
  const { resolve } = context.store;
  const flags = countOf(resolve(annotation.get('F'))) ?? 0;
  if ((flags & hiddenFlag) !== 0) return true;
  const appearance = resolve(annotation.get('AP'));
  if (!isDictionary(appearance)) return isInvisible(annotation, resolve);
  const normal = resolve(appearance.get('N'));
  const state = nameOf(resolve(annotation.get('AS')));
  const form = isDictionary(normal) ? resolve(normal.get(state ?? 'Off')) : normal;
  if (form === null) return true;
  return form instanceof PdfStream && new ContentScan(context, new Map()).paintForm(form);
}

/** Pop-ups do not print, and links without a border are only places to click. */
function isInvisible(annotation: PdfDictionary, resolve: (value: PdfValue | undefined) => PdfValue): boolean {
  const kind = nameOf(resolve(annotation.get('Subtype')));
  if (kind === 'Popup') return true;
  if (kind !== 'Link') return false;
  const style = resolve(annotation.get('BS'));
  if (isDictionary(style)) return resolve(style.get('W')) === 0;
  const border = resolve(annotation.get('Border'));
  return Array.isArray(border) && resolve(border[2]) === 0;
}
