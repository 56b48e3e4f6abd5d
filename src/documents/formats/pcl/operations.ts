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

const mark: Apply = (pages) => {
  pages.mark();
};
const eject: Apply = (pages) => {
  pages.eject();
};
/** A row or plane: without content here; what has content is looked at when that has come. */
const row = (pages: PclPages, octets: number, isLast: boolean): void => {
  pages.markRow();
  if (!pages.ink.looksAtRows) pages.ink.passRow();
  else if (octets < 1) pages.ink.row(noOctets, isLast);
};
const doubt: Apply = (pages) => {
  pages.ink.doubt();
};
const noOctets = new Uint8Array(0);

/** Start raster (*r#A) marks by itself: blank pages of DeskJet drivers hold nothing else. */
const marks: Readonly<Record<string, Apply>> = {
  '*rA': (pages) => {
    pages.beginRaster();
  },
  '*bW': (pages, octets) => {
    row(pages, octets, true);
  },
  '*bV': (pages, octets) => {
    row(pages, octets, false);
  },
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
};

/** What changes colours. */
const colours: Readonly<Record<string, Apply>> = {
  '*rU': (pages, value) => {
    pages.ink.setSimple(value);
  },
  '*bM': (pages, value) => {
    pages.ink.setMethod(value);
  },
  '*bY': (pages) => {
    pages.ink.startRaster();
  },
  '*rS': (pages, value) => {
    pages.ink.setWidth(value);
  },
  '*vA': (pages, value) => {
    pages.ink.setComponent(0, value);
  },
  '*vB': (pages, value) => {
    pages.ink.setComponent(1, value);
  },
  '*vC': (pages, value) => {
    pages.ink.setComponent(2, value);
  },
  '*vI': (pages, value) => {
    pages.ink.assign(value);
  },
  '*vS': (pages, value) => {
    pages.ink.setForeground(value);
  },
  '*pP': (pages, value) => {
    pages.ink.keepPalette(value);
  },
  '&pS': doubt,
  '&bM': (pages, value) => {
    pages.ink.setGreyOnly(value);
  },
  '*tJ': (pages, value) => {
    pages.ink.setAlgorithm(value);
  },
  '*lO': (pages, value) => {
    pages.ink.setOperation(value);
  },
};

/** Payload that is looked at. */
export interface CarriedPayload {
  /** Rows are looked at where they may tell something new. */
  readonly isRow: boolean;
  readonly apply: (pages: PclPages, content: Uint8Array) => void;
}

const contents: Readonly<Record<string, CarriedPayload['apply']>> = {
  '*vW': (pages, content) => {
    pages.ink.configure(content);
  },
  '*gW': (pages, content) => {
    pages.ink.configureRaster(content);
  },
  '*cW': (pages, content) => {
    pages.ink.definePattern(content);
  },
  '*lW': (pages) => {
    pages.ink.doubt();
  },
};

const rows: Readonly<Record<string, CarriedPayload['apply']>> = {
  '*bV': (pages, content) => {
    pages.ink.row(content, false);
  },
  '*bW': (pages, content) => {
    pages.ink.row(content, true);
  },
};

export const carriedPayload: ReadonlyMap<number, CarriedPayload> = new Map([
  ...payloadsOf(contents, false),
  ...payloadsOf(rows, true),
]);

function payloadsOf(
  table: Readonly<Record<string, CarriedPayload['apply']>>,
  isRow: boolean,
): readonly (readonly [number, CarriedPayload])[] {
  return Object.entries(table).map(([name, apply]) => [operationCode(name), { isRow, apply }]);
}

export const operations: ReadonlyMap<number, PclOperation> = new Map([
  ...rowsOf('mark', marks),
  ...rowsOf('move', moves),
  ...rowsOf('change', changes),
  ...rowsOf('change', colours),
]);

function rowsOf(
  kind: PclOperation['kind'],
  table: Readonly<Record<string, Apply>>,
): readonly (readonly [number, PclOperation])[] {
  return Object.entries(table).map(([name, apply]) => [operationCode(name), { kind, apply }]);
}
