import { operationCode } from './operation.ts';
import type { PclPages } from './pages.ts';

/**
 * What an operation means for pages: it marks the page, moves the cursor, or changes what is in force (which may end a
 * page that is marked).
 */
export interface PclOperation {
  readonly kind: 'mark' | 'move' | 'change';
  readonly apply: Apply;
}

type Apply = (pages: PclPages, value: number, relative: boolean) => void;

/** Colour modes of ESC*r#U with more than one ink; simple colour of one plane is black. */
const colourModes: ReadonlySet<number> = new Set([-4, -3, 3, 4, 6]);

const mark: Apply = (pages) => {
  pages.mark();
};
const eject: Apply = (pages) => {
  pages.eject();
};
const allowColour: Apply = (pages) => {
  pages.setColour(true);
};

/** Start raster (*r#A) marks by itself: blank pages of DeskJet drivers hold nothing else. */
const marks: Readonly<Record<string, Apply>> = {
  '*rA': mark,
  '*bW': mark,
  '*bV': mark,
  '*cP': mark,
  '&pX': (pages, octets) => {
    if (octets > 0) pages.markText();
  },
};

const moves: Readonly<Record<string, Apply>> = {
  '&aR': (pages, value, relative) => {
    pages.cursor.moveToLine(value, relative);
  },
  '&aV': (pages, value, relative) => {
    pages.cursor.moveToDecipoint(value, relative);
  },
  '*pY': (pages, value, relative) => {
    pages.cursor.moveToUnit(value, relative);
  },
};

const changes: Readonly<Record<string, Apply>> = {
  '&lH': eject,
  '&aG': eject,
  '*vW': allowColour,
  '*gW': allowColour,
  '&uD': (pages, value) => {
    pages.cursor.setUnitsPerInch(value);
  },
  '&lA': (pages, value) => {
    pages.setPaper(value);
  },
  '&lC': (pages, value) => {
    pages.cursor.setLineHeight(value);
  },
  '&lD': (pages, value) => {
    if (value > 0) pages.cursor.setLineHeight(48 / value);
  },
  '&lE': (pages, value) => {
    pages.cursor.setTopLines(value);
  },
  '&lF': (pages, value) => {
    pages.cursor.setTextLines(value);
  },
  '&lL': (pages, value) => {
    pages.setPerforationSkip(value);
  },
  '&lO': (pages, value) => {
    pages.setOrientation(value);
  },
  '&lP': (pages, value) => {
    pages.setPageLines(value);
  },
  '&lS': (pages, value) => {
    pages.setSides(value);
  },
  '&lX': (pages, value) => {
    pages.setCopies(value);
  },
  '&kG': (pages, value) => {
    pages.setLineTermination(value);
  },
  '&sC': (pages, value) => {
    pages.setWrapping(value);
  },
  '*rU': (pages, value) => {
    pages.setColour(colourModes.has(value));
  },
};

export const operations: ReadonlyMap<number, PclOperation> = new Map([
  ...rowsOf('mark', marks),
  ...rowsOf('move', moves),
  ...rowsOf('change', changes),
]);

function rowsOf(
  kind: PclOperation['kind'],
  table: Readonly<Record<string, Apply>>,
): readonly (readonly [number, PclOperation])[] {
  return Object.entries(table).map(([name, apply]) => [operationCode(name), { kind, apply }]);
}
