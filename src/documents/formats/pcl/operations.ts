import { operationCode } from './operation.ts';
import type { PclPages } from './pages.ts';

/**
 * What an operation means for pages: it marks the page, moves the cursor, or changes what is in force (which may end a
 * page that is marked).
 */
export interface PclOperation {
  readonly kind: 'mark' | 'move' | 'change';
  readonly apply: (pages: PclPages, value: number, relative: boolean) => void;
}

type Row = readonly [name: string, kind: PclOperation['kind'], apply: PclOperation['apply']];

/** Colour modes of ESC*r#U with more than one ink; simple colour of one plane is black. */
const colourModes: ReadonlySet<number> = new Set([-4, -3, 3, 4, 6]);

const rows: readonly Row[] = [
  // Start raster marks by itself: blank pages of DeskJet drivers hold nothing else.
  ['*rA', 'mark', (pages) => pages.mark()],
  ['*bW', 'mark', (pages) => pages.mark()],
  ['*bV', 'mark', (pages) => pages.mark()],
  ['*cP', 'mark', (pages) => pages.mark()],
  ['&pX', 'mark', (pages, octets) => octets > 0 && pages.markText()],
  ['&aR', 'move', (pages, value, relative) => pages.cursor.moveToLine(value, relative)],
  ['&aV', 'move', (pages, value, relative) => pages.cursor.moveToDecipoint(value, relative)],
  ['*pY', 'move', (pages, value, relative) => pages.cursor.moveToUnit(value, relative)],
  ['&uD', 'change', (pages, value) => pages.cursor.setUnitsPerInch(value)],
  ['&lA', 'change', (pages, value) => pages.setPaper(value)],
  ['&lC', 'change', (pages, value) => pages.cursor.setLineHeight(value)],
  ['&lD', 'change', (pages, value) => value > 0 && pages.cursor.setLineHeight(48 / value)],
  ['&lE', 'change', (pages, value) => pages.cursor.setTopLines(value)],
  ['&lF', 'change', (pages, value) => pages.cursor.setTextLines(value)],
  ['&lH', 'change', (pages) => pages.eject()],
  ['&lL', 'change', (pages, value) => pages.setPerforationSkip(value)],
  ['&lO', 'change', (pages, value) => pages.setOrientation(value)],
  ['&lP', 'change', (pages, value) => pages.setPageLines(value)],
  ['&lS', 'change', (pages, value) => pages.setSides(value)],
  ['&lX', 'change', (pages, value) => pages.setCopies(value)],
  ['&aG', 'change', (pages) => pages.eject()],
  ['&kG', 'change', (pages, value) => pages.setLineTermination(value)],
  ['&sC', 'change', (pages, value) => pages.setWrapping(value)],
  ['*rU', 'change', (pages, value) => pages.setColour(colourModes.has(value))],
  ['*vW', 'change', (pages) => pages.setColour(true)],
  ['*gW', 'change', (pages) => pages.setColour(true)],
];

export const operations: ReadonlyMap<number, PclOperation> = new Map(
  rows.map(([name, kind, apply]) => [operationCode(name), { kind, apply }]),
);
