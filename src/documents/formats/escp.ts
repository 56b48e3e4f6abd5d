import { withoutNuls } from '../recognise.ts';
import { type DeviceEnd, type DeviceScript, damaged, type ReadDevice, unsupported } from './device/script.ts';
import { ejl } from './escape/ejl.ts';
import { escapeLanguage } from './escape/engine.ts';
import type { Distance } from './escape/page.ts';
import {
  any,
  counted,
  draw,
  each,
  endings,
  passing,
  type Sequence,
  type Sequences,
} from './escape/sequence.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take, takeOctet } from './octets/octet-script.ts';

/**
 * ESC/P of Epson (9 and 24 pins), ESC/P2 and ESC/P Raster of its ink jets (Epson, ESC/P Reference Manual, 1997):
 *
 *     ESC letter arguments   ESC K L Y Z * ^ carry columns, ESC ( letter n(2) n octets, ESC . and ESC i rows
 *
 * FF ends the page. Ink jets want NULs and lines of EJL first, which leave their packet mode.
 */
export function recogniseEscp(head: Uint8Array): boolean {
  const start = Buffer.from(withoutNuls(head).subarray(0, beginningOctets)).toString('latin1');
  return /^\x1b(?:@|\x01@EJL 1284\.4)/.test(start);
}

/**
 * IBM Proprinter and Epson of the time before ESC @: whatever both understand alike. It begins with a sequence that no
 * other language has at its start.
 */
export function recogniseProprinter(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, beginningOctets)).toString('latin1');
  return /^[\r\x0f\x11-\x14\x18]*\x1b(?:3[^\x1b]|J|[KLYZ]|U[\x00\x01]|[012]\x1b)/.test(start);
}

/** Octets that may tell; the longest beginning has 14. */
const beginningOctets = 24;

const feedLine: Sequence = passing(0, (page) => {
  page.feedLines(1);
});

/** Columns of one octet each, in ESC K L Y Z and, by its mode, in ESC *. */
const columns = counted(2, draw);

function* takeToNul(): DeviceScript<undefined> {
  while ((yield* takeOctet()) !== 0) continue;
  return undefined;
}

/** Octets of a column in ESC * by mode: 8 pins, 24 pins, 48 pins. */
function columnOctets(mode: number): number {
  if (mode < 8) return 1;
  return mode >= 32 && mode <= 40 ? 3 : mode >= 64 && mode <= 73 ? 6 : Number.NaN;
}

const pinGraphics: Sequence = {
  octets: 3,
  *read(page, args, input) {
    const octets = columnOctets(args.getUint8(0)) * args.getUint16(1, true);
    if (Number.isNaN(octets)) return unsupported('ESC * has a mode that is not known.');
    page.draw();
    if (!input.pass(octets)) yield* pass(octets);
    return undefined;
  },
};

const pageLength: Sequence = {
  octets: 1,
  *read(page, args) {
    const lines = args.getUint8(0);
    if (lines > 0) page.setLengthInLines(lines);
    else page.setLength(yield* takeOctet());
    return undefined;
  },
};

/** What Epson and IBM have alike. */
const common: Sequences = {
  ...endings,
  '\n': feedLine,
  '\v': feedLine,
  ...each('', '\u0007\b\t\r\u000e\u000f\u0011\u0012\u0013\u0014\u0018\u007f', passing(0)),
  ...each('\u001b', 'EFGHOT=>7', passing(0)),
  ...each('\u001b', '-SUW_', passing(1)),
  ...each('\u001b', 'KLYZ', columns),
  '\u001b0': passing(0, (page) => {
    page.setLine({ least: 1 / 8, most: 1 / 8 });
  }),
  '\u001b1': passing(0, (page) => {
    page.setLine({ least: 7 / 72, most: 7 / 72 });
  }),
  '\u001b2': passing(0, (page) => {
    page.setLine({ least: 1 / 6, most: 1 / 6 });
  }),
  '\u001b3': passing(1, (page, args) => {
    page.setLine(smallUnits(args.getUint8(0)));
  }),
  '\u001bA': passing(1, (page, args) => {
    page.setLine({ least: args.getUint8(0) / 72, most: args.getUint8(0) / 60 });
  }),
  '\u001bJ': passing(1, (page, args) => {
    page.feed(smallUnits(args.getUint8(0)));
  }),
  '\u001bN': passing(1),
  '\u001bC': pageLength,
  '\u001bD': { read: takeToNul },
};

function smallUnits(count: number): Distance {
  return { least: count / 216, most: count / 180 };
}

/** A row of raster graphics, ESC . mode v h m n(2): m rows of n dots, as they are or packed. */
const rasterGraphics: Sequence = {
  octets: 6,
  *read(page, args, input) {
    const mode = args.getUint8(0);
    const octets = args.getUint8(3) * Math.ceil(args.getUint16(4, true) / 8);
    page.draw();
    return mode > 1 ? unsupported(`ESC . has mode ${mode}.`) : yield* passRows(input, mode, octets);
  },
};

/** ESC i ink mode bits n(2) m(2): m rows of n octets. */
const inkRaster: Sequence = {
  octets: 7,
  *read(page, args, input) {
    const mode = args.getUint8(1);
    const octets = args.getUint16(3, true) * args.getUint16(5, true);
    page.setColour(args.getUint8(0) !== 0);
    page.draw();
    return mode > 1 ? unsupported(`ESC i has mode ${mode}.`) : yield* passRows(input, mode, octets);
  },
};

/** Passes rows as they are (mode 0) or packed (1). */
function* passRows(input: OctetInput, mode: number, octets: number): DeviceScript<DeviceEnd | undefined> {
  if (mode === 1) return yield* passPacked(input, octets);
  if (!input.pass(octets)) yield* pass(octets);
  return undefined;
}

/** Passes packed octets: c below 80 is followed by c + 1 of them, c from 80 on by one that repeats 257 − c times. */
function* passPacked(input: OctetInput, octets: number): DeviceScript<DeviceEnd | undefined> {
  let left = passRuns(input, octets);
  while (left > 0) {
    const code = input.takeOctet() ?? (yield* takeOctet());
    yield* pass(runOctets(code));
    left = passRuns(input, left - unpackedOctets(code));
  }
  return left < 0 ? damaged('Packed rows pass their end.') : undefined;
}

/** Passes the runs that lie at hand; returns how many of `octets` are left. */
function passRuns(input: OctetInput, octets: number): number {
  let left = octets;
  while (left > 0) {
    const code = input.peek();
    if (code === undefined || !input.pass(1 + runOctets(code))) return left;
    left -= unpackedOctets(code);
  }
  return left;
}

function runOctets(code: number): number {
  return code >= 0x80 ? 1 : code + 1;
}

function unpackedOctets(code: number): number {
  return code >= 0x80 ? 257 - code : code + 1;
}

const otherLanguage = '\0ESCPR';

/**
 * ESC ( R n(2) 00 name, then commands: name(2) n(2) n octets; ESC 00 00 00 ends them. Under the name ESCPR it is another
 * language, of the ink jets of today.
 */
const remoteMode: Sequence = {
  octets: 2,
  *read(_page, args) {
    const octets = args.getUint16(0, true);
    const named = Math.min(octets, otherLanguage.length);
    if (named > 0 && (yield* take(named)).text() === otherLanguage) {
      return unsupported('ESC/P-R begins, which is not read.');
    }
    yield* pass(octets - named);
    for (;;) {
      const name = (yield* take(2)).text();
      const octets = (yield* take(2)).getUint16(0, true);
      if (name.startsWith('\u001b')) {
        return name === '\u001b\0' && octets === 0 ? undefined : damaged('The remote mode has no end.');
      }
      yield* pass(octets);
    }
  },
};

const epson: Sequences = {
  ...common,
  '\u001b\u0001': ejl(/^(?:ESC\/?P|ESCP)/i),
  '\u001b@': passing(0, (page) => {
    page.reset();
  }),
  ...each('\u001b', '456MPg#89<', passing(0)),
  ...each('\u001b%', '01\0\u0001', passing(0)),
  ...each('\u001b', ' !/QRaklpqstwxj', passing(1)),
  ...each('\u001b', '$\\ce?', passing(2)),
  ...each('\u001b', 'X:', passing(3)),
  '\u001b+': passing(1, (page, args) => {
    page.setLine({ least: args.getUint8(0) / 360, most: args.getUint8(0) / 360 });
  }),
  // CSF mode of cut sheets; R would eject one.
  ...each('\u001b\u0019', '01234', passing(0)),
  '\u001br': passing(1, (page, args) => {
    page.setColour(args.getUint8(0) !== 0);
  }),
  '\u001b*': pinGraphics,
  '\u001b^': { octets: 3, apply: draw, payload: (args) => 2 * args.getUint16(1, true) },
  '\u001b.': rasterGraphics,
  '\u001bi': inkRaster,
  ['\u001b(' + any]: counted(2),
  '\u001b(^': counted(2, (page) => {
    page.write();
  }),
  '\u001b(R': remoteMode,
  '\u001b(r': {
    octets: 4,
    apply: (page, args) => {
      page.setColour(args.getUint8(3) !== 0);
    },
    payload: (args) => args.getUint16(0, true) - 2,
  },
  // NEC P6 before its own commands.
  ['\u001c' + any]: passing(1),
};

export const readEscp: ReadDevice = escapeLanguage(epson);
export const readProprinter: ReadDevice = escapeLanguage({ ...common, '\u001b*': pinGraphics });
