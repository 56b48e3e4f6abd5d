import { mediaName } from '../../media.ts';
import type { PdfDictionary, PdfValue } from './values.ts';

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

/** The size that prints: the crop box inside the media box, in user units. Turning a page does not change its paper. */
export function pageMedia(boxes: Inherited, page: PdfDictionary, resolve: Resolve): string | undefined {
  const media = readBox(boxes.mediaBox, resolve);
  if (media === undefined) return undefined;
  const crop = readBox(boxes.cropBox, resolve) ?? media;
  const unit = resolve(page.get('UserUnit'));
  const scale = typeof unit === 'number' && unit > 0 ? unit : 1;
  const width = Math.min(media.right, crop.right) - Math.max(media.left, crop.left);
  const height = Math.min(media.top, crop.top) - Math.max(media.bottom, crop.bottom);
  // A crop box outside the media box is ignored by readers.
  if (width <= 0 || height <= 0) {
    return mediaName((media.right - media.left) * scale, (media.top - media.bottom) * scale);
  }
  return mediaName(width * scale, height * scale);
}

interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
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
