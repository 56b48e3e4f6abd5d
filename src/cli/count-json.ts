import { usageOf } from '../accounting/index.ts';
import { type Counted, copiesInside, type PageCount, type PageRun, pagesIn } from '../model/page-count.ts';
import type { Usage } from '../model/quote.ts';
import { plainTicket, type Sides } from '../model/ticket.ts';

/** Names people use for formats; others keep their media type. */
const shortFormats: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/pclm': 'pclm',
  'image/pwg-raster': 'pwg-raster',
  'image/urf': 'urf',
  'image/jpeg': 'jpeg',
  'text/plain': 'text',
  'application/postscript': 'postscript',
  'application/gzip': 'gzip',
  'application/x-dvi': 'dvi',
  'application/vnd.cups-raster': 'cups-raster',
  'application/vnd.hp-pcl': 'pcl',
  'application/vnd.hp-pclxl': 'pclxl',
  'application/vnd.hp-pjl': 'pjl',
  'image/bmp': 'bmp',
  'image/tiff': 'tiff',
  'image/webp': 'webp',
  'image/x-portable-anymap': 'pnm',
  'image/png': 'png',
  'image/gif': 'gif',
  'application/x-zjstream': 'zjs',
  'application/x-slx': 'slx',
  'application/x-oakt': 'oakt',
  'application/x-xqx': 'xqx',
  'application/x-escp': 'escp',
  'application/x-escpage': 'escpage',
  'application/x-canon-bj': 'canon-bj',
  'application/x-lips': 'lips',
  'application/x-lbp8': 'lbp8',
  'application/x-proprinter': 'proprinter',
  'application/x-zpl': 'zpl',
  'application/x-epl2': 'epl2',
  'application/x-dymo': 'dymo',
  'application/x-lidil': 'lidil',
  'image/x-sff': 'sff',
  'application/vnd.ms-xpsdocument': 'xps',
  'application/oxps': 'oxps',
  'application/zip': 'zip',
  'application/x-ole-storage': 'ole',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.oasis.opendocument.graphics': 'odg',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};

const duplexNames = {
  'one-sided': 'none',
  'two-sided-long-edge': 'long',
  'two-sided-short-edge': 'short',
} as const satisfies Record<Sides, string>;

/** Longer documents say copies that differ by stretches of pages. */
const copiesListMax = 10;

export function shortFormat(mediaType: string | undefined): string | undefined {
  return mediaType === undefined ? undefined : (shortFormats[mediaType.toLowerCase()] ?? mediaType);
}

/** One document as `count --json` prints it. Colour and media are left out where the document does not tell them. */
export function countJson(file: string, count: PageCount): object {
  const format = shortFormat(count.format);
  const named = { file, ...(format === undefined ? {} : { format }), kind: count.kind };
  if (count.kind === 'unknown') {
    return { ...named, why: count.why, ...(count.seen === undefined ? {} : { seen: count.seen }) };
  }
  const { impressions, sheets } = paperOf(count);
  const colourPages = pagesThat(count, ({ colour }) => colour);
  const blankPages = pagesThat(count, ({ blank }) => blank);
  const media = mediaOf(count);
  return {
    ...named,
    pages: count.pages,
    impressions,
    copies: copiesOf(count),
    sheets,
    duplex: duplexOf(count),
    ...(colourPages === undefined ? {} : { colourPages }),
    ...(blankPages === undefined ? {} : { blankPages }),
    ...(count.ink === undefined ? {} : { ink: count.ink }),
    ...(media === undefined ? {} : { media }),
    confidence: count.confidence,
    source: count.source,
    evidence: count.evidence,
  };
}

/** What the data alone makes a printer do: its own copies and sides, no ticket. */
export function paperOf(count: Counted): Usage {
  return usageOf({ count, ticket: plainTicket, copiesBy: 'attribute', colourDevice: true });
}

/** One number when all pages share it, else one a page, in longer documents one a stretch: "2x12" is twice 12 pages. */
export function copiesOf(count: Counted): number | readonly (number | string)[] {
  const same = copiesInside(count);
  if (same !== undefined) return same;
  const stretches = copyStretches(count);
  if (count.pages > copiesListMax) return stretches.map(({ copies, pages }) => `${copies}x${pages}`);
  return stretches.flatMap(({ copies, pages }) => new Array<number>(pages).fill(copies));
}

function copyStretches({ runs }: Counted): readonly { readonly copies: number; readonly pages: number }[] {
  const stretches: { copies: number; pages: number }[] = [];
  for (const run of runs) {
    const { copies = 1 } = run;
    const last = stretches.at(-1);
    if (last?.copies === copies) last.pages += pagesIn(run);
    else stretches.push({ copies, pages: pagesIn(run) });
  }
  return stretches;
}

function duplexOf({ runs }: Counted): string {
  const [only = 'none', ...others] = new Set(runs.map(({ sides }) => duplexNames[sides ?? 'one-sided']));
  return others.length === 0 ? only : 'mixed';
}

/** The numbers of the pages with a fact; undefined as soon as it is not known of one page. */
function pagesThat(
  { runs }: Counted,
  fact: (run: PageRun) => boolean | undefined,
): readonly number[] | undefined {
  if (runs.some((run) => fact(run) === undefined)) return undefined;
  return runs
    .filter((run) => fact(run) === true)
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

/** One name when all pages share it, else one a page. */
function mediaOf({ runs }: Counted): readonly string[] | undefined {
  const names = runs.flatMap(({ media }) => media ?? []);
  if (names.length < runs.length) return undefined;
  if (new Set(names).size === 1) return names.slice(0, 1);
  return runs.flatMap((run) => new Array<string>(pagesIn(run)).fill(run.media ?? ''));
}
