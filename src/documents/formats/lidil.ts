import { startsWith } from '../recognise.ts';
import type { DevicePages } from './device/pages.ts';
import { type DeviceScript, damaged, endByOctets } from './device/script.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * LIDIL (HP DeskJet 3320 and kin), all integers big-endian:
 *
 *     "$" packet length(2) (1) type(1) command(1) reference(2) data length(2) … "$" as the last octet of the packet
 *     type 0 prints: command 1 loads a page, 2 ejects it; types 5 and 7 are 256 octets to synchronise, filled up with FF, or with
 *     zeros and data behind them (hpcups)
 */
export const recogniseLidil: (head: Uint8Array) => boolean = startsWith(0x24, 0x01, 0x00, 0x00, 0x07);

const frame = 0x24;
/** The length of data in a packet to synchronise that is filled up with FF. */
const noLength = 0xffff;
const headerOctets = 9;
const printing = 0;
const loadPage = 1;
const ejectPage = 2;

export function* readLidil(pages: DevicePages, input: OctetInput): DeviceScript {
  let inPage = false;
  for (;;) {
    const first = input.takeOctet() ?? (yield* takeOctet(inPage ? undefined : endByOctets));
    const header = input.take(headerOctets) ?? (yield* take(headerOctets));
    const size = header.getUint16(0);
    const type = header.getUint8(3);
    const length = header.getUint16(7);
    const dataOctets = type !== printing && length === noLength ? 0 : length;
    const command = header.getUint8(4);
    if (first !== frame || size <= headerOctets + 1) return damaged('No packet begins where one should.');
    const rest = size - headerOctets - 2;
    if (!input.pass(rest)) yield* pass(rest);
    const last = input.takeOctet() ?? (yield* takeOctet());
    if (last !== frame) return damaged('A packet has no end.');
    if (!input.pass(dataOctets)) yield* pass(dataOctets);
    if (type !== printing) continue;
    if (command === loadPage) {
      if (inPage) return damaged('A page is loaded within a page.');
      inPage = true;
    } else if (command === ejectPage) {
      if (!inPage) return damaged('A page is ejected that was never loaded.');
      inPage = false;
      pages.end();
    }
  }
}
