/** Paper codes of Windows (DEVMODE dmPaperSize), which several hosts write into their streams, by PWG 5101.1 names. */
const names: ReadonlyMap<number, string> = new Map([
  [1, 'na_letter_8.5x11in'],
  [3, 'na_ledger_11x17in'],
  [5, 'na_legal_8.5x14in'],
  [6, 'na_invoice_5.5x8.5in'],
  [7, 'na_executive_7.25x10.5in'],
  [8, 'iso_a3_297x420mm'],
  [9, 'iso_a4_210x297mm'],
  [11, 'iso_a5_148x210mm'],
  [12, 'jis_b4_257x364mm'],
  [13, 'jis_b5_182x257mm'],
  [14, 'na_foolscap_8.5x13in'],
  [20, 'na_number-10_4.125x9.5in'],
  [27, 'iso_dl_110x220mm'],
  [28, 'iso_c5_162x229mm'],
  [34, 'iso_b5_176x250mm'],
  [37, 'na_monarch_3.875x7.5in'],
  [43, 'jpn_hagaki_100x148mm'],
  [70, 'iso_a6_105x148mm'],
]);

export function mediaOfWindowsPaper(code: number): string | undefined {
  return names.get(code);
}

/** DMDUPLEX of the same structure; 4 and 5 are turned over by hand, which takes no more paper. */
export function sidesOfWindowsDuplex(
  code: number,
): 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge' | undefined {
  switch (code) {
    case 1:
      return 'one-sided';
    case 2:
    case 4:
      return 'two-sided-long-edge';
    case 3:
    case 5:
      return 'two-sided-short-edge';
    default:
      return undefined;
  }
}

/**
 * MediaSize of PCL XL as a number (Feature Reference, appendix of enumerations), which QPDL writes too; numbers nobody
 * agrees on stay unnamed.
 */
const xlNames: ReadonlyMap<number, string> = new Map([
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

export function mediaOfXlPaper(code: number): string | undefined {
  return xlNames.get(code);
}
