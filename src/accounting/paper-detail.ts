import { pagesIn } from '../model/page-count.ts';
import { type FaceKind, type Faces, faceKinds } from './faces.ts';
import {
  effectiveCopies,
  faceOf,
  numbered,
  type PaperInput,
  type Stretch,
  selected,
  stretchesOf,
} from './paper.ts';

/** How many of each kind. */
export type ByKind = Readonly<Record<FaceKind, number>>;

/** Sides on sheets that have one, and on those that have two. */
export interface BySides {
  readonly oneSided: ByKind;
  readonly twoSided: ByKind;
}

/** What a job prints, kind by kind. */
export interface PaperDetail {
  /** Of one copy. */
  readonly impressions: BySides;
  /** With copies, and with the sheets that announce the job. */
  readonly allImpressions: BySides;
  /** With both as well; a sheet is as much as the most of its two sides. */
  readonly sheets: ByKind;
  /** Of the document. */
  readonly pages: ByKind;
  /** Of the pages that are printed, with copies. */
  readonly allPages: ByKind;
}

const nothing: ByKind = { blank: 0, monochrome: 0, colour: 0 };

/** The same arithmetic as usageOf, and the same sums. */
export function paperDetailOf(input: PaperInput): PaperDetail {
  const stretches = stretchesOf(input).filter(({ copies }) => copies > 0);
  const { jobSheets = 0 } = input.ticket;
  const banner = { ...nothing, monochrome: jobSheets };
  const all = bySides(stretches, ({ copies }) => copies);
  return {
    impressions: bySides(stretches, () => 1),
    allImpressions: { ...all, oneSided: sumOf([all.oneSided, banner]) },
    sheets: sumOf([...stretches.map((each) => times(sheetsOf(each), each.copies)), banner]),
    ...pagesOf(input),
  };
}

function bySides(stretches: readonly Stretch[], copiesOf: (stretch: Stretch) => number): BySides {
  const of = (twoSided: boolean): ByKind =>
    sumOf(
      stretches
        .filter(({ sides }) => (sides !== 'one-sided') === twoSided)
        .map((stretch) => times(countOf(stretch.faces), copiesOf(stretch))),
    );
  return { oneSided: of(false), twoSided: of(true) };
}

/** Two sides after each other are on one sheet; the last one may be alone on it. */
function sheetsOf({ faces, sides }: Stretch): ByKind {
  if (sides === 'one-sided') return countOf(faces);
  const sheets = { ...nothing };
  let front: FaceKind | undefined;
  for (const { kind, sides: count } of faces) {
    let left = count;
    if (front !== undefined) {
      sheets[moreOf(front, kind)] += 1;
      front = undefined;
      left -= 1;
    }
    sheets[kind] += Math.floor(left / 2);
    if (left % 2 === 1) front = kind;
  }
  if (front !== undefined) sheets[front] += 1;
  return sheets;
}

function pagesOf(input: PaperInput): Pick<PaperDetail, 'pages' | 'allPages'> {
  const { count, ticket } = input;
  const printed = selected(numbered(count.runs), ticket.pageRanges);
  return {
    pages: sumOf(count.runs.map((run) => ({ ...nothing, [faceOf(run, input)]: pagesIn(run) }))),
    allPages: sumOf(
      printed.map((run) => ({
        ...nothing,
        [faceOf(run, input)]: pagesIn(run) * effectiveCopies(run, input),
      })),
    ),
  };
}

function countOf(faces: readonly Faces[]): ByKind {
  return sumOf(faces.map(({ kind, sides }) => ({ ...nothing, [kind]: sides })));
}

function times(counts: ByKind, factor: number): ByKind {
  return mapped((kind) => counts[kind] * factor);
}

function sumOf(several: readonly ByKind[]): ByKind {
  return mapped((kind) => several.reduce((sum, counts) => sum + counts[kind], 0));
}

function mapped(count: (kind: FaceKind) => number): ByKind {
  return { blank: count('blank'), monochrome: count('monochrome'), colour: count('colour') };
}

function moreOf(one: FaceKind, other: FaceKind): FaceKind {
  return faceKinds.indexOf(one) >= faceKinds.indexOf(other) ? one : other;
}
