import type { DriverChoice } from './driver-choice.ts';

/** What people and driver files call a paper (PPD specification 4.3, appendix B), and its name in IPP (PWG 5101.1). */
const names: ReadonlyMap<string, string> = new Map([
  ['A3', 'iso_a3_297x420mm'],
  ['A4', 'iso_a4_210x297mm'],
  ['A5', 'iso_a5_148x210mm'],
  ['A6', 'iso_a6_105x148mm'],
  ['B5', 'jis_b5_182x257mm'],
  ['ISOB5', 'iso_b5_176x250mm'],
  ['Letter', 'na_letter_8.5x11in'],
  ['Legal', 'na_legal_8.5x14in'],
  ['Tabloid', 'na_ledger_11x17in'],
  ['Executive', 'na_executive_7.25x10.5in'],
  ['Statement', 'na_invoice_5.5x8.5in'],
  ['Postcard', 'jpn_hagaki_100x148mm'],
  ['4x6', 'na_index-4x6_4x6in'],
  ['5x7', 'na_5x7_5x7in'],
  ['Env10', 'na_number-10_4.125x9.5in'],
  ['EnvC5', 'iso_c5_162x229mm'],
  ['EnvDL', 'iso_dl_110x220mm'],
]);

const inIpp = new Map([...names].map(([name, pwg]) => [name.toLowerCase(), pwg]));
const inDrivers = new Map([...names].map(([name, pwg]) => [pwg, name]));

/** PPD_MAX_NAME of libcups, less the octet that ends it. */
const choiceOctetsMax = 40;

/** Undefined for a name that is longer than libcups reads. */
export function paperChoice(pwg: string): DriverChoice | undefined {
  const known = inDrivers.get(pwg);
  if (known !== undefined) return { name: known, title: known };
  if (pwg.length > choiceOctetsMax) return undefined;
  const [, name = pwg, size = ''] = pwg.split('_');
  return { name: pwg, title: `${name} ${size}`.trim() };
}

/** Without case, as people type it; undefined for any other name. */
export function paperNamed(name: string): string | undefined {
  return inIpp.get(name.toLowerCase());
}
