import { plural } from '../../../base/plural.ts';
import { impressionsMax } from '../../../model/money.ts';
import type { Counted, PageCount } from '../../../model/page-count.ts';
import { explainsInk, InkList } from '../../ink-list.ts';
import { PageRunList } from '../../page-runs.ts';

/** The counts of the jobs of one stream, made one. Jobs that print nothing add nothing; an unknown one decides. */
export class JoinedCounts {
  readonly #format: string;
  readonly #pages = new PageRunList();
  readonly #counted: Counted[] = [];
  readonly #evidence: string[] = [];
  readonly #inkExplained = new Set<string>();

  constructor(format: string) {
    this.#format = format;
  }

  get pages(): number {
    return this.#pages.pages;
  }

  add(count: Counted, doubt: string): void {
    this.#counted.push(doubt === '' ? count : { ...count, confidence: 'estimated' });
    this.#pages.addDocument(count.runs);
    const evidence = count.evidence.filter((sentence) => !explainsInk(sentence));
    this.#evidence.push(`${count.format}: ${evidence.join(' ')}`);
    for (const sentence of count.evidence.filter(explainsInk)) this.#inkExplained.add(sentence);
    if (doubt !== '') this.#evidence.push(doubt);
  }

  finish(): PageCount {
    const format = this.#format;
    const [first] = this.#counted;
    if (first === undefined) {
      return { kind: 'unknown', format, why: 'empty', evidence: ['Nothing in the stream prints.'] };
    }
    const jobs = plural(this.#counted.length, 'job');
    if (this.#pages.impressions > impressionsMax) {
      return {
        kind: 'unknown',
        format,
        why: 'limit:pages',
        evidence: [`${jobs} with more pages than IPP can say.`],
      };
    }
    return {
      kind: 'counted',
      format,
      pages: this.#pages.pages,
      runs: this.#pages.finish(),
      ...this.#ink,
      confidence: this.#confidence,
      source: this.#counted.length === 1 ? first.source : `${jobs}, each by its own format`,
      evidence: [...this.#evidence.slice(0, evidenceMax), ...this.#inkExplained],
    };
  }

  /** That of all jobs, when each tells its own. */
  get #ink(): Pick<Counted, 'ink'> {
    const inks = new InkList();
    for (const { ink = [] } of this.#counted) for (const page of ink) inks.add(page);
    return inks.told(this.pages);
  }

  get #confidence(): Counted['confidence'] {
    for (const confidence of ['estimated', 'declared'] as const) {
      if (this.#counted.some((count) => count.confidence === confidence)) return confidence;
    }
    return 'exact';
  }
}

/** Sentences kept of a stream of many jobs. */
const evidenceMax = 20;
