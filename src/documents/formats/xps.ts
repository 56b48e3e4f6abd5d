import { plural } from '../../base/plural.ts';
import type { PageCount } from '../../model/page-count.ts';
import { XpsDocuments } from './xps/documents.ts';
import { xpsFormat } from './xps/space.ts';
import type { ZipPackage } from './zip/package.ts';
import type { ZipProblem } from './zip/problem.ts';
import type { Relationship } from './zip/relationships.ts';

/** Counts an XPS or OpenXPS document; `root` leads to its sequence of documents. */
export async function countXps(pack: ZipPackage, root: Relationship): Promise<PageCount> {
  const format = xpsFormat(root.type);
  const found = new XpsDocuments(pack);
  const wrong = await found.addSequence(root.target);
  const { pages } = found;
  if (wrong !== undefined) return unknown(format, wrong, pages.pages);
  if (pages.pages === 0) {
    return { kind: 'unknown', format, why: 'empty', evidence: ['Its documents name no page.'] };
  }
  const { recovered } = pack.archive;
  return {
    kind: 'counted',
    format,
    pages: pages.pages,
    runs: pages.finish(),
    confidence: recovered || found.doubt !== '' ? 'estimated' : 'exact',
    source: 'pages that fixed documents name',
    evidence: [
      `${plural(pages.pages, 'page')} in ${plural(found.documents, 'document')}, each of them there.`,
      ...(recovered ? ['The directory of the ZIP is missing or damaged; parts were found one by one.'] : []),
      ...(found.doubt === '' ? [] : [found.doubt]),
    ],
  };
}

function unknown(format: string, { why, sentence }: ZipProblem, seen: number): PageCount {
  return { kind: 'unknown', format, why, ...(seen === 0 ? {} : { seen }), evidence: [sentence] };
}
