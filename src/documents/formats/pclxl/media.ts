import { mediaName } from '../../media.ts';
import { mediaOfXlPaper } from '../device/paper-codes.ts';
import type { XlValue } from './attributes.ts';

/** MediaSize as text, in capitals and without blanks. */
const byText: ReadonlyMap<string, string | undefined> = new Map([
  ['LETTER', mediaOfXlPaper(0)],
  ['LEGAL', mediaOfXlPaper(1)],
  ['A4', mediaOfXlPaper(2)],
  ['EXEC', mediaOfXlPaper(3)],
  ['EXECUTIVE', mediaOfXlPaper(3)],
  ['LEDGER', mediaOfXlPaper(4)],
  ['A3', mediaOfXlPaper(5)],
  ['COM10', mediaOfXlPaper(6)],
  ['MONARCH', mediaOfXlPaper(7)],
  ['C5', mediaOfXlPaper(8)],
  ['DL', mediaOfXlPaper(9)],
  ['JB4', mediaOfXlPaper(10)],
  ['JISB4', mediaOfXlPaper(10)],
  ['JB5', mediaOfXlPaper(11)],
  ['JISB5', mediaOfXlPaper(11)],
  ['B5', mediaOfXlPaper(12)],
  ['JPOST', mediaOfXlPaper(14)],
  ['JPOSTD', mediaOfXlPaper(15)],
  ['A5', mediaOfXlPaper(16)],
  ['A6', mediaOfXlPaper(17)],
]);

/** The PWG 5101.1 name of a MediaSize, which is a number or a text. */
export function sizeByName({ elements }: XlValue): string | undefined {
  const [first] = elements;
  if (elements.length === 1 && first !== undefined && first < 0x20) return mediaOfXlPaper(first);
  const text = String.fromCharCode(...elements.slice(0, 40).map((element) => element & 0xff));
  return byText.get(text.replaceAll(/[\s\0]/g, '').toUpperCase());
}

/** Points in one unit of CustomMediaSizeUnits: inches, millimetres, tenths of a millimetre. */
const unitPoints = [72, 72 / 25.4, 72 / 254] as const;

/** The name of a CustomMediaSize; undefined when the unit is not said or not known. */
export function sizeByMeasure(size: XlValue, unit: XlValue | undefined): string | undefined {
  const points = unitPoints[unit?.elements[0] ?? -1];
  const [width = 0, height = 0] = size.elements;
  return points === undefined ? undefined : mediaName(width * points, height * points);
}
