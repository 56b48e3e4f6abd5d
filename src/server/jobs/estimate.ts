import { bookletSides, type Estimate } from '../../accounting/index.ts';
import { firstInteger, type IppAttributes, members } from '../../ipp/index.ts';
import { impressionsMax } from '../../model/money.ts';
import type { Ticket } from '../../model/ticket.ts';

/**
 * What a client says of its document beforehand (RFC 8011 §5.3.17, PWG 5100.7), as sides of one copy: what it certainly
 * needs, because a job may be refused for it. Nothing where it says nothing.
 */
export function estimateOf(asked: IppAttributes, ticket: Ticket): Estimate | undefined {
  const byKind = countsOf(asked, 'job-impressions-col');
  const certain = [
    firstInteger(asked, 'job-impressions'),
    byKind?.impressions,
    ...pagesOf(asked, ticket),
    sheetsOf(asked, ticket),
  ].filter((value) => value !== undefined && value > 0 && value <= impressionsMax);
  const impressions = Math.max(0, ...certain.map((value) => value ?? 0));
  if (impressions === 0) return undefined;
  return { impressions, colour: Math.min(impressions, byKind?.colour ?? 0) };
}

/** Pages become sides by number-up and imposition; of page-ranges nobody knows whether the client has taken them off. */
function pagesOf(
  asked: IppAttributes,
  { numberUp, imposition, pageRanges }: Ticket,
): readonly (number | undefined)[] {
  if (pageRanges.length > 0) return [];
  const pages = [firstInteger(asked, 'job-pages'), countsOf(asked, 'job-pages-col')?.impressions];
  return pages.map((each) => {
    if (each === undefined) return undefined;
    const sides = Math.ceil(each / numberUp);
    return imposition === 'signature' ? bookletSides(sides) : sides;
  });
}

/** Copies are in job-media-sheets (RFC 8011 §5.3.17.3), and each sheet has one side printed at the least. */
function sheetsOf(asked: IppAttributes, { copies }: Ticket): number | undefined {
  const sheets =
    firstInteger(asked, 'job-media-sheets') ?? countsOf(asked, 'job-media-sheets-col')?.impressions;
  return sheets === undefined ? undefined : Math.ceil(sheets / copies);
}

/** A collection of counts: of all its members, and of those in colour. */
function countsOf(
  asked: IppAttributes,
  name: 'job-impressions-col' | 'job-media-sheets-col' | 'job-pages-col',
): Estimate | undefined {
  const [counts] = members(asked, name);
  if (counts === undefined) return undefined;
  let impressions = 0;
  let colour = 0;
  for (const member of kinds) {
    const count = Math.min(Math.max(0, firstInteger(counts, member) ?? 0), impressionsMax);
    impressions += count;
    if (/^(full|highlight)-color/.test(member)) colour += count;
  }
  return { impressions, colour };
}

const kinds = [
  'blank',
  'blank-two-sided',
  'full-color',
  'full-color-two-sided',
  'highlight-color',
  'highlight-color-two-sided',
  'monochrome',
  'monochrome-two-sided',
] as const;
