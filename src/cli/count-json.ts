import { quoteJob } from '../accounting/index.ts';
import { impressionsMax } from '../model/money.ts';
import type { Counted, PageCount } from '../model/page-count.ts';
import { freeOfCharge, type Usage } from '../model/quote.ts';
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
};

const duplexOf = {
  'one-sided': 'none',
  'two-sided-long-edge': 'long',
  'two-sided-short-edge': 'short',
} as const satisfies Record<Sides, string>;

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
  const colourPages = colourPagesOf(count);
  const media = mediaOf(count);
  return {
    ...named,
    pages: count.pages,
    impressions,
    copies: count.copiesInside,
    sheets,
    duplex: duplexOf[count.sidesInside ?? 'one-sided'],
    ...(colourPages === undefined ? {} : { colourPages }),
    ...(media === undefined ? {} : { media }),
    confidence: count.confidence,
    source: count.source,
    evidence: count.evidence,
  };
}

/** What the data alone makes a printer do: its own copies and sides, no ticket. */
export function paperOf(count: Counted): Pick<Usage, 'impressions' | 'sheets'> {
  const result = quoteJob({
    count,
    octets: 0,
    ticket: plainTicket,
    copiesBy: 'attribute',
    colourDevice: true,
    prices: freeOfCharge,
    rules: { unknownCount: { kind: 'deny' }, jobImpressionsMax: impressionsMax },
  });
  return result.kind === 'refused'
    ? { impressions: count.pages * count.copiesInside, sheets: 0 }
    : result.quote;
}

/** undefined as soon as the colour of one page is not known. */
function colourPagesOf({ runs }: Counted): readonly number[] | undefined {
  if (runs.some((run) => run.colour === undefined)) return undefined;
  return runs
    .filter((run) => run.colour === true)
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

/** One name when all pages share it, else one a page. */
function mediaOf({ runs }: Counted): readonly string[] | undefined {
  const pages: string[] = [];
  for (const { first, last, media } of runs) {
    if (media === undefined) return undefined;
    for (let page = first; page <= last; page += 1) pages.push(media);
  }
  return pages.every((media) => media === pages[0]) ? pages.slice(0, 1) : pages;
}
