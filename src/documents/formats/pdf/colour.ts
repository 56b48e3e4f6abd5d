import type { Box } from './box.ts';
import { paintAnnotations } from './colour-annotations.ts';
import { ContentScan } from './colour-content.ts';
import { ColourVerdict } from './colour-verdict.ts';
import type { Effort } from './effort.ts';
import type { ObjectStore } from './object-store.ts';
import { type Inherited, printedBox } from './page-facts.ts';
import { isDictionary, type PdfDictionary, PdfStream, type PdfValue } from './values.ts';

/** Tells whether a page carries colour; undefined when that would take rendering. */
export type ColourOf = (page: PdfDictionary, inherited: Inherited) => boolean | undefined;

/** Octets of one page's content; what is longer is left to a renderer. */
const contentOctetsMax = 1_048_576;

/**
 * Tells colour without rendering, where the operators of a page prove it. It works on an account of its own: when that
 * is spent the colour of the remaining pages is left open, and their number is not touched.
 */
export function colourOf(store: ObjectStore): ColourOf | undefined {
  const effort = store.effort.colour;
  if (effort === undefined) return undefined;
  const metered = store.metered(effort);
  return (page, inherited) => {
    if (isSpent(effort)) return undefined;
    const { colour } = judge(metered, page, inherited);
    return isSpent(effort) ? undefined : colour;
  };
}

function isSpent(effort: Effort): boolean {
  return effort.passed !== undefined;
}

const noResources: PdfDictionary = new Map<string, PdfValue>();

/** US Letter, as readers take it for a page without a size. */
const defaultBox: Box = { left: 0, bottom: 0, right: 612, top: 792 };

function judge(store: ObjectStore, page: PdfDictionary, inherited: Inherited): ColourVerdict {
  const verdict = new ColourVerdict();
  const own = store.resolve(inherited.resources);
  const resources = isDictionary(own) ? own : noResources;
  const content = contentOf(store, page);
  // Default spaces give device colours another meaning (ISO 32000-1 §8.6.5.6).
  if (content === undefined || hasDefaultSpaces(store, resources)) {
    verdict.abandon();
    return verdict;
  }
  const context = { store, verdict, page: printedBox(inherited, store.resolve) ?? defaultBox };
  new ContentScan(context, resources).run(content);
  paintAnnotations(page, context);
  return verdict;
}

function hasDefaultSpaces(store: ObjectStore, resources: PdfDictionary): boolean {
  const spaces = store.resolve(resources.get('ColorSpace'));
  return (
    isDictionary(spaces) && ['DefaultRGB', 'DefaultCMYK', 'DefaultGray'].some((name) => spaces.has(name))
  );
}

/** The content streams of a page, joined by white space (§7.8.2); a page without any is blank. */
function contentOf(store: ObjectStore, page: PdfDictionary): Uint8Array | undefined {
  const contents = store.resolve(page.get('Contents'));
  const streams = Array.isArray(contents) ? contents.map(store.resolve) : [contents];
  const parts: Uint8Array[] = [];
  let octets = 0;
  for (const stream of streams) {
    if (stream === null) continue;
    const part = stream instanceof PdfStream ? store.dataOf(stream, contentOctetsMax) : undefined;
    octets += part?.length ?? 0;
    if (part === undefined || octets > contentOctetsMax || !store.effort.spendRead(part.length))
      return undefined;
    parts.push(part, Uint8Array.of(0x0a));
  }
  return parts.length === 2 ? parts[0] : Buffer.concat(parts);
}
