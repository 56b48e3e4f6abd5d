import { mediaName } from '../../media.ts';
import type { XmlElement } from '../xml/element.ts';
import type { XmlHandler } from '../xml/tokenizer.ts';
import { isXpsSpace } from './space.ts';

/** Points in 1/96 inch, in which XPS measures (ECMA-388 §10). */
const points = 72 / 96;

/** The difference between channels, of 255, that is still grey: casts of scanners are below, a tint of 2 % is above. */
const castMax = 12;

/**
 * Reads a FixedPage: its size, and whether all that it paints is grey. That is proven only for pages that name every
 * colour themselves; pictures, resources in other parts, profiles and extensions leave it open.
 */
export class FixedPageReader implements XmlHandler {
  isPage = false;
  media: string | undefined;
  colour: false | undefined = false;

  open(element: XmlElement): boolean {
    if (element.depth === 1) {
      this.isPage = element.name === 'FixedPage' && isXpsSpace(element.space);
      const [width, height] = [element.attribute('Width'), element.attribute('Height')].map(Number);
      this.media = mediaName((width ?? 0) * points, (height ?? 0) * points);
      return this.isPage;
    }
    if (!isGrey(element)) this.colour = undefined;
    return this.colour !== undefined;
  }
}

function isGrey(element: XmlElement): boolean {
  if (!isXpsSpace(element.space) || element.name === 'ImageBrush') return false;
  if (element.name === 'ResourceDictionary' && element.attributes.has('Source')) return false;
  return ['Fill', 'Stroke', 'Color'].every((name) => {
    const value = element.attribute(name);
    return value === undefined || isGreyValue(value);
  });
}

/** #RGB with or without opacity before it, scRGB, or a brush of this page, which is looked at where it stands. */
function isGreyValue(value: string): boolean {
  const text = value.trim();
  if (/^\{StaticResource\s[^}]*\}$/.test(text)) return true;
  const [, digits] = /^#(?:[0-9a-f]{2})?([0-9a-f]{6})$/i.exec(text) ?? [];
  if (digits !== undefined) {
    const channels = [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
    return Math.max(...channels) - Math.min(...channels) <= castMax;
  }
  const [, numbers] = /^sc#\s*([\d.,\s]+)$/i.exec(text) ?? [];
  const channels = new Set(numbers?.split(',').slice(-3).map(Number));
  return channels.size === 1 && !channels.has(Number.NaN);
}
