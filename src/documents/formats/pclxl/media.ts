import { mediaName } from '../../media.ts';
import type { XlValue } from './attributes.ts';

/** MediaSize as a number (PCL XL Feature Reference, appendix of enumerations); numbers nobody agrees on stay unnamed. */
const byNumber: ReadonlyMap<number, string> = new Map([
  [0, 'na_letter_8.5x11in'],
  [1, 'na_legal_8.5x14in'],
  [2, 'iso_a4_210x297mm'],
  [3, 'na_executive_7.25x10.5in'],
  [4, 'na_ledger_11x17in'],
  [5, 'iso_a3_297x420mm'],
  [6, 'na_number-10_4.125x9.5in'],
  [7, 'na_monarch_3.875x7.5in'],
  [8, 'iso_c5_162x229mm'],
  [9, 'iso_dl_110x220mm'],
  [10, 'jis_b4_257x364mm'],
  [11, 'jis_b5_182x257mm'],
  [12, 'iso_b5_176x250mm'],
  [14, 'jpn_hagaki_100x148mm'],
  [15, 'jpn_oufuku_148x200mm'],
  [16, 'iso_a5_148x210mm'],
  [17, 'iso_a6_105x148mm'],
  [18, 'jis_b6_128x182mm'],
]);

/** MediaSize as text, in capitals and without blanks. */
const byText: ReadonlyMap<string, string | undefined> = new Map([
  ['LETTER', byNumber.get(0)],
  ['LEGAL', byNumber.get(1)],
  ['A4', byNumber.get(2)],
  ['EXEC', byNumber.get(3)],
  ['EXECUTIVE', byNumber.get(3)],
  ['LEDGER', byNumber.get(4)],
  ['A3', byNumber.get(5)],
  ['COM10', byNumber.get(6)],
  ['MONARCH', byNumber.get(7)],
  ['C5', byNumber.get(8)],
  ['DL', byNumber.get(9)],
  ['JB4', byNumber.get(10)],
  ['JISB4', byNumber.get(10)],
  ['JB5', byNumber.get(11)],
  ['JISB5', byNumber.get(11)],
  ['B5', byNumber.get(12)],
  ['JPOST', byNumber.get(14)],
  ['JPOSTD', byNumber.get(15)],
  ['A5', byNumber.get(16)],
  ['A6', byNumber.get(17)],
]);

/** The PWG 5101.1 name of a MediaSize, which is a number or a text. */
export function sizeByName({ elements }: XlValue): string | undefined {
  const [first] = elements;
  if (elements.length === 1 && first !== undefined && first < 0x20) return byNumber.get(first);
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
