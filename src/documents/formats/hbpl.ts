import type { DevicePages } from './device/pages.ts';
import { type DeviceScript, damaged, endByOctets, escapeOctet, unsupported } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * HBPL version 2 (Dell 1250c, Xerox Phaser 6000, Epson C1700), behind @PJL ENTER LANGUAGE=HBPL, little-endian:
 *
 *     ESC name(2) length(1)  content     "JP" job, 60 octets whatever its length says; "DM" data of the device
 *     "PS" begins a page: width(4) height(4) octets(4) data length(4) paper(1) medium(1) colour(1) …  data
 *     "PE" ends it. ESC "%-12345X" ends all. Copies and sides stand in the PJL.
 */
const papers: ReadonlyMap<number, string> = new Map([
  [1, 'iso_a4_210x297mm'],
  [2, 'jis_b5_182x257mm'],
  [3, 'iso_a5_148x210mm'],
  [4, 'na_letter_8.5x11in'],
  [5, 'na_executive_7.25x10.5in'],
  [6, 'na_foolscap_8.5x13in'],
  [7, 'na_legal_8.5x14in'],
  [9, 'na_number-10_4.125x9.5in'],
  [10, 'na_monarch_3.875x7.5in'],
  [11, 'iso_c5_162x229mm'],
  [12, 'iso_dl_110x220mm'],
]);
const jobOctets = 60;
/** Fields of "PS" that are read. */
const pageOctetsMin = 19;
/** What is left of a UEL behind ESC "%-". */
const uelRest = '12345X';

interface Page {
  readonly media: string | undefined;
  readonly colour: false | undefined;
}

export function* readHbpl(pages: DevicePages, input: OctetInput): DeviceScript {
  let page: Page | undefined;
  for (;;) {
    const first = input.takeOctet() ?? (yield* takeOctet(page === undefined ? endByOctets : undefined));
    if (first !== escapeOctet) return damaged(`No record begins behind page ${pages.pages}.`);
    const name = (input.take(2) ?? (yield* take(2))).text();
    if (name === '%-') {
      if (page !== undefined || (yield* take(uelRest.length)).text() !== uelRest)
        return damaged('An escape cuts a page.');
      return { kind: 'whole', by: 'escape' };
    }
    const octets = input.takeOctet() ?? (yield* takeOctet());
    switch (name) {
      case 'JP':
        yield* pass(jobOctets);
        break;
      case 'PS':
        if (page !== undefined || octets < pageOctetsMin) return damaged('A page begins that is none.');
        page = yield* readPage(input, octets);
        break;
      case 'PE':
        if (page === undefined) return damaged('A page ends that never began.');
        if (!input.pass(octets)) yield* pass(octets);
        pages.end(page);
        page = undefined;
        break;
      case 'DM':
        yield* pass(octets);
        break;
      default:
        return unsupported('A record of a name that is not known.');
    }
  }
}

function* readPage(input: OctetInput, octets: number): DeviceScript<Page> {
  const fields = input.take(octets) ?? (yield* take(octets));
  const dataOctets = fields.getUint32(12, true);
  const page = {
    media: papers.get(fields.getUint8(16)),
    colour: fields.getUint8(18) === 0 ? (false as const) : undefined,
  };
  if (!input.pass(dataOctets)) yield* pass(dataOctets);
  return page;
}
