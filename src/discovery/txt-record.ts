import { clippedText } from '../base/clipped-text.ts';
import {
  firstBoolean,
  firstInteger,
  firstString,
  type IppAttributes,
  integers,
  members,
  ranges,
  strings,
} from '../ipp/index.ts';
import type { Announced, Place, Service } from './service.ts';

/** RFC 6763 §6.1: a string of a TXT record has at most 255 octets. */
const stringOctetsMax = 255;

/**
 * The services of a printer. `_printer._tcp` at port 0 keeps the name for us, so that no LPD printer takes it (Bonjour
 * Printing Specification §4.1); `_http._tcp` is its page.
 */
export function servicesOf(announced: Announced, { host, port }: Place): readonly Service[] {
  const path = encodeURIComponent(announced.printer);
  const subtypes = [
    '_print',
    ...(firstString(announced.attributes, 'urf-supported') === undefined ? [] : ['_universal']),
  ];
  const page = (scheme: string): string => `${scheme}://${host}:${port}/printers/${path}`;
  const plain: Service = { type: '_ipp._tcp', subtypes, port, txt: printerTxt(announced, page('http')) };
  const secure: Service = { type: '_ipps._tcp', subtypes, port, txt: printerTxt(announced, page('https')) };
  return [
    ...(announced.tls === 'required' ? [] : [plain]),
    ...(announced.tls === 'none' ? [] : [secure]),
    { type: '_printer._tcp', subtypes: [], port: 0, txt: ['txtvers=1'] },
    { type: '_http._tcp', subtypes: ['_printer'], port, txt: ['txtvers=1', `path=/printers/${path}`] },
  ];
}

/**
 * The keys of Bonjour Printing 1.2.1 and PWG 5100.14 §4.2; docs/clients.md says who looks at which. printer-type is left
 * out: it is the mark of a queue of CUPS, and driverless 1.28.17 leaves out whoever has it.
 */
function printerTxt({ printer, attributes, tls, proof }: Announced, page: string): readonly string[] {
  const model = firstString(attributes, 'printer-make-and-model') ?? '';
  const finishings = finishingsOf(attributes);
  const copies = ranges(attributes, 'copies-supported').some(({ upper }) => upper > 1);
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['txtvers', '1'],
    ['qtotal', '1'],
    ['rp', `ipp/print/${encodeURIComponent(printer)}`],
    ['ty', model],
    // Of the same length everywhere: clients look for drivers by it.
    ['product', `(${model})`],
    ['note', firstString(attributes, 'printer-location') ?? ''],
    // The very text of printer-more-info, for whoever comes by this host and port.
    ['adminurl', page],
    ['priority', '50'],
    ['pdl', joined(formatsOf(attributes))],
    ['UUID', firstString(attributes, 'printer-uuid')?.replace(/^urn:uuid:/, '')],
    ['URF', joined(strings(attributes, 'urf-supported')) || undefined],
    ['Color', flag(firstBoolean(attributes, 'color-supported') === true)],
    ['Duplex', flag(strings(attributes, 'sides-supported').some((sides) => sides !== 'one-sided'))],
    ['Copies', flag(copies)],
    ['Collate', flag(copies)],
    ...finishings,
    ['PaperMax', paperMax(attributes)],
    ['kind', joined(strings(attributes, 'printer-kind')) || undefined],
    ['TLS', tls === 'none' ? undefined : '1.2'],
    ['air', proof === 'password' ? 'username,password' : proof],
    ['mopria-certified', firstString(attributes, 'mopria-certified')],
    ...deviceKeys(firstString(attributes, 'printer-device-id') ?? ''),
    ['Scan', 'F'],
    ['Fax', 'F'],
  ];
  return entries.flatMap(([key, value]) =>
    value === undefined ? [] : [clippedText(`${key}=${value}`, stringOctetsMax)],
  );
}

/** The preferred format first; the wish that the server guess is none. */
function formatsOf(attributes: IppAttributes): readonly string[] {
  const preferred = firstString(attributes, 'document-format-preferred');
  const formats = strings(attributes, 'document-format-supported').filter(
    (format) => format !== 'application/octet-stream',
  );
  return preferred === undefined ? formats : [preferred, ...formats.filter((format) => format !== preferred)];
}

/** As many whole values as there is room for. */
function joined(values: readonly string[]): string {
  // No key has more than 16 characters.
  return values.reduce((all, value) => {
    const longer = all === '' ? value : `${all},${value}`;
    return Buffer.byteLength(longer) > stringOctetsMax - 17 ? all : longer;
  }, '');
}

function flag(is: boolean): string {
  return is ? 'T' : 'F';
}

/** From the enums of finishings (RFC 8011 §5.2.6, PWG 5100.1): single ones and those that say where. */
function finishingsOf(attributes: IppAttributes): readonly (readonly [string, string])[] {
  const finishings = integers(attributes, 'finishings-supported');
  const any = (from: number, to: number, alone: number): string =>
    flag(finishings.some((each) => each === alone || (each >= from && each <= to)));
  return [
    ['Staple', any(20, 35, 4)],
    ['Punch', any(70, 93, 5)],
    ['Bind', any(50, 53, 7)],
    ['Sort', 'U'],
  ];
}

/** Hundredths of a millimetre: the longer side of legal and A4, of tabloid and A3, of C and A2, with the inch papers' play. */
const papers: readonly (readonly [string, number])[] = [
  ['<legal-A4', 29_600],
  ['legal-A4', 35_600],
  ['tabloid-A3', 43_200],
  ['isoC-A2', 59_500],
];

/** In which class the largest paper falls. */
function paperMax(attributes: IppAttributes): string | undefined {
  const lengths = members(attributes, 'media-size-supported').map((size) =>
    Math.max(
      firstInteger(size, 'x-dimension') ?? 0,
      firstInteger(size, 'y-dimension') ?? 0,
      ...ranges(size, 'x-dimension').map(({ upper }) => upper),
      ...ranges(size, 'y-dimension').map(({ upper }) => upper),
    ),
  );
  if (lengths.length === 0) return undefined;
  const longest = Math.max(...lengths);
  return papers.find(([, upTo]) => longest <= upTo)?.[0] ?? '>isoC-A2';
}

/** usb_MFG and its like, by which drivers are found (Bonjour Printing Specification §9.4). */
function deviceKeys(deviceId: string): readonly (readonly [string, string])[] {
  return ['MFG', 'MDL', 'CMD'].flatMap((key) => {
    const [, value] = new RegExp(`(?:^|;)${key}:([^;]*);`).exec(deviceId) ?? [];
    return value === undefined ? [] : [[`usb_${key}`, value]];
  });
}
