import { type FaceKind, type Faces, faceKinds } from './faces.ts';

/**
 * How many sides a booklet of so many pages has (`signature`, PWG 5100.3): two pages on each side of sheets that are folded
 * in the middle, so that a sheet holds four. Of a single page the back stays empty.
 */
export function bookletSides(pages: number): number {
  return Math.min(pages, 2 * Math.ceil(pages / 4));
}

/**
 * The sides of a booklet from its pages in the order of reading: side k holds page k and, beside it, the page that is as far
 * from the end. Pages that fill the last sheet up are blank.
 */
export function foldedIntoBooklet(pages: readonly Faces[]): readonly Faces[] {
  const count = pages.reduce((sum, { sides }) => sum + sides, 0);
  const sides = bookletSides(count);
  const beside = cut(pages, sides, count).reverse();
  const empty = Math.min(sides, 4 * Math.ceil(count / 4) - count);
  return merged(cut(pages, 0, sides), [{ kind: 'blank', sides: empty }, ...beside]);
}

/** The faces of the pages from one place up to another. */
function cut(faces: readonly Faces[], from: number, to: number): Faces[] {
  const kept: Faces[] = [];
  let at = 0;
  for (const { kind, sides } of faces) {
    const length = Math.min(to, at + sides) - Math.max(from, at);
    if (length > 0) kept.push({ kind, sides: length });
    at += sides;
  }
  return kept;
}

/** A side is as much as the most of what is on it; where there is nothing beside a page, it is alone. */
function merged(pages: readonly Faces[], beside: readonly Faces[]): readonly Faces[] {
  const sides: Faces[] = [];
  const others = beside.filter((faces) => faces.sides > 0);
  let other = others.shift();
  for (const { kind, sides: length } of pages) {
    let left = length;
    while (left > 0) {
      const together = Math.min(left, other?.sides ?? left);
      sides.push({ kind: greater(kind, other?.kind ?? 'blank'), sides: together });
      left -= together;
      if (other === undefined) continue;
      const rest = other.sides - together;
      other = rest > 0 ? { kind: other.kind, sides: rest } : others.shift();
    }
  }
  return sides;
}

function greater(kind: FaceKind, other: FaceKind): FaceKind {
  return faceKinds.indexOf(other) > faceKinds.indexOf(kind) ? other : kind;
}
