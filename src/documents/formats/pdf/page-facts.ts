import { mediaName } from '../../media.ts';
import type { Box } from './box.ts';
import { nameOf, type PdfDictionary, type PdfValue } from './values.ts';

type Resolve = (value: PdfValue | undefined) => PdfValue;

/** What pages take from the nodes above them (ISO 32000-1 table 30). */
export interface Inherited {
  readonly mediaBox: PdfValue | undefined;
  readonly cropBox: PdfValue | undefined;
  readonly resources: PdfValue | undefined;
}

export const inheritsNothing: Inherited = { mediaBox: undefined, cropBox: undefined, resources: undefined };

export function inherit(from: Inherited, node: PdfDictionary): Inherited {
  const mediaBox = node.get('MediaBox');
  const cropBox = node.get('CropBox');
  const resources = node.get('Resources');
  if (mediaBox === undefined && cropBox === undefined && resources === undefined) return from;
  return {
    mediaBox: mediaBox ?? from.mediaBox,
    cropBox: cropBox ?? from.cropBox,
    resources: resources ?? from.resources,
  };
}

/** Whether a dictionary of the page tree says that it is an inner node: no page has /Kids or /Count. */
export function isNode(value: PdfDictionary): boolean {
  return value.has('Kids') || value.has('Count') || nameOf(value.get('Type')) === 'Pages';
}

/** Whether a dictionary says, or shows by what it has, that it is a page. */
export function isPage(value: PdfDictionary): boolean {
  return nameOf(value.get('Type')) === 'Page' || pageKeys.some((key) => value.has(key));
}

const pageKeys = ['MediaBox', 'Contents', 'Resources'] as const;

/** The name of the size that prints, in user units. Turning a page does not change its paper. */
export function pageMedia(boxes: Inherited, page: PdfDictionary, resolve: Resolve): string | undefined {
  const box = printedBox(boxes, resolve);
  if (box === undefined) return undefined;
  const unit = resolve(page.get('UserUnit'));
  const scale = typeof unit === 'number' && unit > 0 ? unit : 1;
  return mediaName((box.right - box.left) * scale, (box.top - box.bottom) * scale);
}

/** What prints: the crop box inside the media box; a crop box outside of it is ignored by readers. */
export function printedBox(boxes: Inherited, resolve: Resolve): Box | undefined {
  const media = readBox(boxes.mediaBox, resolve);
  const crop = readBox(boxes.cropBox, resolve);
  if (media === undefined || crop === undefined) return media;
  const box = {
    left: Math.max(media.left, crop.left),
    bottom: Math.max(media.bottom, crop.bottom),
    right: Math.min(media.right, crop.right),
    top: Math.min(media.top, crop.top),
  };
  return box.right > box.left && box.top > box.bottom ? box : media;
}

/** Any two opposite corners make a rectangle (ISO 32000-1 §7.9.5). */
function readBox(value: PdfValue | undefined, resolve: Resolve): Box | undefined {
  const corners = resolve(value);
  if (!Array.isArray(corners)) return undefined;
  const [x1, y1, x2, y2] = corners.slice(0, 4).map(resolve);
  if (typeof x1 !== 'number' || typeof y1 !== 'number') return undefined;
  if (typeof x2 !== 'number' || typeof y2 !== 'number') return undefined;
  return { left: Math.min(x1, x2), right: Math.max(x1, x2), bottom: Math.min(y1, y2), top: Math.max(y1, y2) };
}
