import { plural } from '../../../base/plural.ts';
import { impressionsMax } from '../../../model/money.ts';
import type { PageCount } from '../../../model/page-count.ts';
import type { ZipProblem } from './problem.ts';

/** What a document of an office program says of its own pages; another program may lay it out on others. */
export interface Declaration {
  readonly kind: 'declared';
  readonly pages: number;
  /** Where it is said. */
  readonly source: string;
}

/** The answer for a document whose pages are only declared. */
export function answerDeclared(format: string, said: Declaration | ZipProblem | undefined): PageCount {
  if (said === undefined) {
    const evidence = ['It does not say how many pages it has; that is for a program to lay out.'];
    return { kind: 'unknown', format, why: 'unsupported', evidence };
  }
  if (said.kind === 'problem') {
    return { kind: 'unknown', format, why: said.why, evidence: [said.sentence] };
  }
  const { pages, source } = said;
  if (!(pages > 0)) {
    return { kind: 'unknown', format, why: 'unsupported', evidence: ['It says that it has no page.'] };
  }
  if (pages > impressionsMax) {
    return { kind: 'unknown', format, why: 'limit:pages', evidence: ['It says more pages than IPP can.'] };
  }
  return {
    kind: 'counted',
    format,
    pages,
    runs: [{ first: 1, last: pages }],
    confidence: 'declared',
    source,
    evidence: [`${plural(pages, 'page')} by its own word; another program may lay it out on more or fewer.`],
  };
}
