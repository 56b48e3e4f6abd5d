/** A paper of PCL; measures in 1/48 inch, portrait. */
export interface PclPaper {
  /** PWG 5101.1 name; undefined for a custom size. */
  readonly media: string | undefined;
  readonly width: number;
  readonly height: number;
}

const perMillimetre = 48 / 25.4;

/** The sizes of ESC&l#A (HP 5961-0509 chapter 5 and its successors). */
const papers: ReadonlyMap<number, PclPaper> = new Map([
  [1, inches('na_executive_7.25x10.5in', 7.25, 10.5)],
  [2, inches('na_letter_8.5x11in', 8.5, 11)],
  [3, inches('na_legal_8.5x14in', 8.5, 14)],
  [6, inches('na_ledger_11x17in', 11, 17)],
  [24, millimetres('iso_a6_105x148mm', 105, 148)],
  [25, millimetres('iso_a5_148x210mm', 148, 210)],
  [26, millimetres('iso_a4_210x297mm', 210, 297)],
  [27, millimetres('iso_a3_297x420mm', 297, 420)],
  [45, millimetres('jis_b5_182x257mm', 182, 257)],
  [46, millimetres('jis_b4_257x364mm', 257, 364)],
  [71, millimetres('jpn_hagaki_100x148mm', 100, 148)],
  [80, inches('na_monarch_3.875x7.5in', 3.875, 7.5)],
  [81, inches('na_number-10_4.125x9.5in', 4.125, 9.5)],
  [90, millimetres('iso_dl_110x220mm', 110, 220)],
  [91, millimetres('iso_c5_162x229mm', 162, 229)],
  [100, millimetres('iso_b5_176x250mm', 176, 250)],
]);

/** What lies in the tray is not known: the shorter of the usual two, without a name. */
export const unknownPaper: PclPaper = { media: undefined, width: 8.5 * 48, height: 11 * 48 };

export function paperOf(code: number): PclPaper {
  return papers.get(code) ?? unknownPaper;
}

function inches(media: string, width: number, height: number): PclPaper {
  return { media, width: width * 48, height: height * 48 };
}

function millimetres(media: string, width: number, height: number): PclPaper {
  return { media, width: width * perMillimetre, height: height * perMillimetre };
}
