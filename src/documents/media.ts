/** Width × height in 1/100 mm, as IPP counts (PWG 5101.1-2013 §5); portrait. */
const sizes: readonly (readonly [name: string, width: number, height: number])[] = [
  ['iso_a4_210x297mm', 21_000, 29_700],
  ['na_letter_8.5x11in', 21_590, 27_940],
  ['na_legal_8.5x14in', 21_590, 35_560],
  ['iso_a3_297x420mm', 29_700, 42_000],
  ['iso_a5_148x210mm', 14_800, 21_000],
  ['iso_a6_105x148mm', 10_500, 14_800],
  ['na_ledger_11x17in', 27_940, 43_180],
  ['na_executive_7.25x10.5in', 18_415, 26_670],
  ['na_invoice_5.5x8.5in', 13_970, 21_590],
  ['na_foolscap_8.5x13in', 21_590, 33_020],
  ['na_oficio_8.5x13.4in', 21_590, 34_036],
  ['na_govt-letter_8x10in', 20_320, 25_400],
  ['na_index-3x5_3x5in', 7_620, 12_700],
  ['na_index-4x6_4x6in', 10_160, 15_240],
  ['na_5x7_5x7in', 12_700, 17_780],
  ['na_index-5x8_5x8in', 12_700, 20_320],
  ['na_number-10_4.125x9.5in', 10_478, 24_130],
  ['na_monarch_3.875x7.5in', 9_843, 19_050],
  ['na_super-b_13x19in', 33_020, 48_260],
  ['na_c_17x22in', 43_180, 55_880],
  ['na_d_22x34in', 55_880, 86_360],
  ['na_e_34x44in', 86_360, 111_760],
  ['iso_a0_841x1189mm', 84_100, 118_900],
  ['iso_a1_594x841mm', 59_400, 84_100],
  ['iso_a2_420x594mm', 42_000, 59_400],
  ['iso_a7_74x105mm', 7_400, 10_500],
  ['iso_b3_353x500mm', 35_300, 50_000],
  ['iso_b4_250x353mm', 25_000, 35_300],
  ['iso_b5_176x250mm', 17_600, 25_000],
  ['iso_b6_125x176mm', 12_500, 17_600],
  ['iso_c4_229x324mm', 22_900, 32_400],
  ['iso_c5_162x229mm', 16_200, 22_900],
  ['iso_c6_114x162mm', 11_400, 16_200],
  ['iso_dl_110x220mm', 11_000, 22_000],
  ['jis_b4_257x364mm', 25_700, 36_400],
  ['jis_b5_182x257mm', 18_200, 25_700],
  ['jis_b6_128x182mm', 12_800, 18_200],
  ['jpn_hagaki_100x148mm', 10_000, 14_800],
  ['jpn_oufuku_148x200mm', 14_800, 20_000],
  ['jpn_chou3_120x235mm', 12_000, 23_500],
  ['jpn_chou4_90x205mm', 9_000, 20_500],
  ['om_folio_210x330mm', 21_000, 33_000],
  ['om_small-photo_100x150mm', 10_000, 15_000],
  ['prc_16k_146x215mm', 14_600, 21_500],
  ['roc_16k_7.75x10.75in', 19_685, 27_305],
];

/** Drivers round sizes to points, pixels or millimetres; 5 points are 1.76 mm. */
const tolerance = (5 / 72) * 2_540;
const unitsPerPoint = 2_540 / 72;
/** Beyond this (PDF: 14 400 units of 1/72 inch) a size is nonsense rather than paper. */
const pointsMax = 14_400;

/**
 * The PWG 5101.1 self-describing name of a page of this size in points, whichever way it is turned: the nearest known
 * size within 5 points, else a custom name in millimetres; undefined when it is no size of paper.
 */
export function mediaName(widthPoints: number, heightPoints: number): string | undefined {
  const narrow = Math.min(widthPoints, heightPoints);
  const long = Math.max(widthPoints, heightPoints);
  if (!(narrow >= 1 && long <= pointsMax)) return undefined;
  const width = narrow * unitsPerPoint;
  const height = long * unitsPerPoint;
  let nearest: string | undefined;
  let nearestBy = tolerance;
  for (const [name, knownWidth, knownHeight] of sizes) {
    const by = Math.max(Math.abs(knownWidth - width), Math.abs(knownHeight - height));
    if (by < nearestBy) [nearest, nearestBy] = [name, by];
  }
  return nearest ?? customName(width, height);
}

function customName(width: number, height: number): string {
  const size = `${Math.round(width / 100)}x${Math.round(height / 100)}mm`;
  return `custom_${size}_${size}`;
}
