import { clippedText } from '../../base/clipped-text.ts';
import { uuidOf } from '../../base/ids.ts';
import {
  attribute,
  attributeOf,
  dateTime,
  type IppAttribute,
  integer,
  keyword,
  mimeMediaType,
  octetString,
  outOfBand,
  range,
  text,
} from '../../ipp/index.ts';
import { type Language, languages } from '../../model/sentences/languages.ts';
import { compressions } from '../http/body.ts';
import { privateJobAttributes } from '../jobs/job-description.ts';
import { eventDefault, eventKeywords, pullMethod, subscriptionLimits } from '../notify/subscription.ts';
import { whichJobsKeywords } from '../requests/which-jobs.ts';
import { type Ability, mirrored, type Offer, replaced } from './offer.ts';
import { passwordAttributes } from './password.ts';
import { rasterAttributes } from './raster.ts';
import { secondsOf } from './seconds.ts';
import { settablePrinterAttributes } from './settable.ts';

/** What is the same for all printers of this server. */
export interface ServerFacts {
  readonly version: string;
  readonly organization: string;
  readonly organizationalUnit: string;
  /** Printer UUIDs are made from it and the name, so that they outlive a restart: clients pin them. */
  readonly uuidSeed: string;
  /** operation-ids that are answered. */
  readonly operations: readonly number[];
  /** From where documents are fetched (Print-URI); empty where none are. */
  readonly fetchSchemes: readonly string[];
  readonly documentWaitMs: number;
  /** natural-language-configured. */
  readonly language: Language;
  /** Takes TLS at the port where it takes plain HTTP. */
  readonly tls: boolean;
}

/** Announces that the server finds out the format itself. */
export const anyFormat = 'application/octet-stream';

/** Who a printer is: what differs from one to the next, changes with its configuration only, and names no host. */
export function identityAttributes(offer: Offer, server: ServerFacts): readonly IppAttribute[] {
  return replaced(ownIdentity(offer, server), offer.device, (name) => mirroredOfIdentity.has(name));
}

/** What it can and takes, and what only its device knows; the rest of its description. */
export function abilityAttributes(ability: Ability, server: ServerFacts): readonly IppAttribute[] {
  const ours = [
    ...languageAttributes(server),
    ...protocolAttributes(ability, server),
    ...formatAttributes(ability, server),
    ...limitAttributes(ability),
    ...jobHandlingAttributes(ability, server),
    ...subscriptionAttributes(),
  ];
  return mirrored(ours, ability.device, (name) => mirroredOfAbility.has(name));
}

/** ipp-1.1.test and PWG 5100.13 allow 127 octets in each of these. */
const shortText = (value: string): string => clippedText(value, 127);

function ownIdentity(offer: Offer, server: ServerFacts): readonly IppAttribute[] {
  const { name, info, location, makeAndModel, capabilities, configChangedAt } = offer;
  return [
    attribute('printer-name', shortText(name)),
    attribute('printer-info', shortText(info)),
    attribute('printer-location', shortText(location)),
    attribute('printer-make-and-model', shortText(makeAndModel)),
    attribute('printer-dns-sd-name', clippedText(info === '' ? name : info, 63)),
    attribute('printer-device-id', deviceId(makeAndModel, capabilities.formats)),
    attribute('printer-uuid', `urn:uuid:${offer.uuid ?? uuidOf(`${server.uuidSeed}/${name}`)}`),
    attribute('printer-kind', 'document'),
    attribute('printer-organization', shortText(server.organization)),
    attribute('printer-organizational-unit', shortText(server.organizationalUnit)),
    attribute('printer-firmware-name', 'Platen'),
    attribute('printer-firmware-string-version', server.version),
    attribute('printer-firmware-version', octetString(Buffer.from(server.version))),
    ...mopria,
    attribute('printer-config-change-time', secondsOf(configChangedAt)),
    attribute('printer-config-change-date-time', dateTime(configChangedAt)),
    attribute('printer-is-shared', true),
    attribute('printer-type', cupsPrinterType(offer)),
    attribute('printer-geo-location', offer.geoLocation ?? outOfBand('unknown')),
    attribute(
      'printer-message-from-operator',
      offer.message === null ? outOfBand('no-value') : shortText(offer.message),
    ),
    ...unknownCondition(),
  ];
}

/**
 * Of which Mopria clients and Windows take it to be; both spellings are asked for. It says which protocol is spoken, as other
 * free print servers do; nobody has certified this one.
 */
const mopria: readonly IppAttribute[] = ['mopria-certified', 'mopria_certified'].map((name) => ({
  name,
  values: [text('1.3')],
}));

/**
 * What a device that tells nothing of its condition has: no alert, and one supply of unknown level (-2 in RFC 3805). IPP/2.2
 * and IPP Everywhere want a value of each.
 */
function unknownCondition(): readonly IppAttribute[] {
  const supply = 'class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=-2;';
  return [
    attributeOf('printer-alert', octetString(Buffer.alloc(0))),
    attributeOf('printer-alert-description', text('')),
    attributeOf('printer-supply', octetString(Buffer.from(supply))),
    attributeOf('printer-supply-description', text('Level not known')),
  ];
}

/** Windows looks for MFG, MDL and CMD; (KEY:value;)+ with no semicolon inside a value (IEEE 1284 §7.6). */
function deviceId(makeAndModel: string, formats: readonly string[]): string {
  const commands = formats.flatMap((format) => deviceCommands.get(format) ?? []);
  const model = makeAndModel.replaceAll(/[;:]/g, ' ');
  return `MFG:${model.split(' ')[0] ?? model};MDL:${model};CLS:PRINTER;CMD:${commands.join(',') || 'AUTO'};`;
}

const deviceCommands: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'PDF'],
  ['application/postscript', 'PS'],
  ['image/pwg-raster', 'PWGRaster'],
  ['image/urf', 'AppleRaster'],
  ['image/jpeg', 'JPEG'],
  ['text/plain', 'TXT'],
]);

/** CUPS_PRINTER_BW, _COLOR, _DUPLEX and _COPIES of cups/cups.h; lpstat and cups-browsed look at it. */
function cupsPrinterType({ capabilities, carries }: Offer): number {
  const twoSided = carries('sides') && capabilities.sides.some((sides) => sides !== 'one-sided');
  return (
    0x0004 | (capabilities.colour ? 0x0008 : 0) | (twoSided ? 0x0010 : 0) | (carries('copies') ? 0x0040 : 0)
  );
}

function languageAttributes({ language }: ServerFacts): readonly IppAttribute[] {
  return [
    attribute('charset-configured', 'utf-8'),
    attribute('charset-supported', 'utf-8'),
    attribute('natural-language-configured', language),
    attribute('generated-natural-language-supported', ...languages),
    attribute('printer-strings-languages-supported', ...languages),
  ];
}

function protocolAttributes({ capabilities }: Ability, server: ServerFacts): readonly IppAttribute[] {
  // ChromeOS takes a printer without a PPD only when it says so, at best first; PWG 5100.14 wants PWG raster of it.
  const everywhere = capabilities.formats.includes('image/pwg-raster');
  return [
    attribute('ipp-versions-supported', '1.0', '1.1', '2.0', '2.1', '2.2'),
    attribute(
      'ipp-features-supported',
      ...(everywhere ? ['ipp-everywhere', 'ipp-everywhere-server'] : []),
      'subscription-object',
    ),
    attribute('operations-supported', ...server.operations),
    ...referenceSchemes(server),
    attribute('color-supported', capabilities.colour),
    attribute('pages-per-minute', pagesPerMinute),
    ...(capabilities.colour ? [attribute('pages-per-minute-color', pagesPerMinute)] : []),
    attribute('identify-actions-default', 'display'),
    attribute('identify-actions-supported', 'display'),
    attribute('printer-get-attributes-supported', 'document-format'),
    attribute('pdl-override-supported', 'attempted'),
  ];
}

/** RFC 8011 §5.4.27: there with Print-URI and Send-URI, and not without. */
function referenceSchemes({ fetchSchemes: [first, ...further] }: ServerFacts): readonly IppAttribute[] {
  return first === undefined ? [] : [attribute('reference-uri-schemes-supported', first, ...further)];
}

/** IPP/2.0 demands a number (PWG 5100.12 §6.2); where the device tells none, this is an office printer's. */
const pagesPerMinute = 30;

function formatAttributes(ability: Ability, server: ServerFacts): readonly IppAttribute[] {
  const { capabilities } = ability;
  const preferred = capabilities.formats.includes('application/pdf')
    ? 'application/pdf'
    : capabilities.formats[0];
  return [
    attribute('document-format-default', anyFormat),
    attribute('document-format-supported', ...capabilities.formats, anyFormat),
    ...(preferred === undefined ? [] : [attributeOf('document-format-preferred', mimeMediaType(preferred))]),
    attribute('compression-supported', ...compressions),
    // PWG 5100.13: the octets of a password that opens a document; nobody could count what it hides.
    ...(capabilities.formats.includes('application/pdf')
      ? [attribute('document-password-supported', 0)]
      : []),
    attributeOf('document-creation-attributes-supported', ...documentCreation(server).map(keyword)),
    ...rasterAttributes(ability),
  ];
}

/** What is said of a document with it (PWG 5100.5); as for jobs, without what is only kept as it came. */
function documentCreation({ fetchSchemes }: ServerFacts): readonly [string, ...string[]] {
  const byReference = fetchSchemes.length > 0 ? ['document-uri'] : [];
  return ['compression', 'document-format', 'document-message', 'document-name', ...byReference];
}

/** The largest integer IPP can say (RFC 8011 §5.1.5). */
const integerMax = 2_147_483_647;

function limitAttributes({ documentOctetsMax, jobImpressionsMax }: Ability): readonly IppAttribute[] {
  const kibibytesMax = Math.min(Math.floor(documentOctetsMax / 1024), integerMax);
  const impressionsMax = Math.min(jobImpressionsMax, integerMax);
  return [
    attribute('job-k-octets-supported', range(0, kibibytesMax)),
    attribute('job-impressions-supported', range(0, impressionsMax)),
    attribute('job-media-sheets-supported', range(0, impressionsMax)),
  ];
}

function jobHandlingAttributes(
  { takesSeveral, mandatoryJobAttributes }: Ability,
  { documentWaitMs }: ServerFacts,
): readonly IppAttribute[] {
  return [
    attribute('multiple-document-jobs-supported', takesSeveral),
    attribute('multiple-operation-time-out', integer(Math.ceil(documentWaitMs / 1000))),
    attribute('multiple-operation-time-out-action', 'abort-job'),
    attribute('job-ids-supported', true),
    attribute('which-jobs-supported', ...whichJobsKeywords),
    attribute('preferred-attributes-supported', false),
    attributeOf('printer-settable-attributes-supported', ...settablePrinterAttributes.map(keyword)),
    attributeOf('job-privacy-attributes', ...privateJobAttributes.map(keyword)),
    attribute('job-privacy-scope', 'owner'),
    attributeOf('job-spooling-supported', keyword('spool')),
    attribute('job-mandatory-attributes-supported', true),
    ...historyAttributes,
    ...mandatoryAttribute(mandatoryJobAttributes),
    ...passwordAttributes(),
  ];
}

/** PWG 5100.7 §6.9: the record of an ended job stays whole, as long as the store does. */
const historyAttributes: readonly IppAttribute[] = [
  attribute('job-history-attributes-configured', 'all'),
  attribute('job-history-attributes-supported', 'all'),
  attribute('job-history-interval-configured', integerMax),
  attribute('job-history-interval-supported', range(integerMax, integerMax)),
];

/** PWG 5100.13: absent where a job needs nothing. */
function mandatoryAttribute([first, ...further]: readonly string[]): readonly IppAttribute[] {
  return first === undefined ? [] : [attribute('printer-mandatory-job-attributes', first, ...further)];
}

/** RFC 3995 §7, RFC 3996 §8. */
function subscriptionAttributes(): readonly IppAttribute[] {
  const { leaseSecondsDefault, leaseSecondsMin, leaseSecondsMax, eventLifeSeconds } = subscriptionLimits;
  return [
    attribute('notify-events-default', eventDefault),
    // RFC 3995 §5.3.3.4.1 demands `none`, which subscribes to nothing.
    attribute('notify-events-supported', 'none', ...eventKeywords),
    attribute('notify-lease-duration-default', leaseSecondsDefault),
    attribute('notify-lease-duration-supported', range(leaseSecondsMin, leaseSecondsMax)),
    attribute('notify-max-events-supported', eventKeywords.length),
    attribute('notify-pull-method-supported', pullMethod),
    attribute('ippget-event-life', eventLifeSeconds),
  ];
}

/** What only the device knows of what it is … */
const mirroredOfIdentity: ReadonlySet<string> = new Set([
  'printer-device-id',
  'printer-alert',
  'printer-alert-description',
  'printer-supply',
  'printer-supply-description',
]);

/** … and of what it can and has. */
const mirroredOfAbility: ReadonlySet<string> = new Set([
  'pages-per-minute',
  'pages-per-minute-color',
  'printer-input-tray',
  'printer-output-tray',
  'printer-finisher',
  'printer-finisher-description',
  'printer-finisher-supplies',
  'printer-finisher-supplies-description',
  'printer-serial-number',
  'printer-storage',
  'printer-storage-description',
  'marker-change-time',
  'marker-colors',
  'marker-high-levels',
  'marker-levels',
  'marker-low-levels',
  'marker-message',
  'marker-names',
  'marker-types',
  'pdf-k-octets-supported',
  'pdf-versions-supported',
  'jpeg-features-supported',
  'jpeg-k-octets-supported',
  'jpeg-x-dimension-supported',
  'jpeg-y-dimension-supported',
  'pclm-compression-method-preferred',
  'pclm-raster-back-side',
  'pclm-source-resolution-default',
  'pclm-source-resolution-supported',
  'pclm-strip-height-preferred',
  'pclm-strip-height-supported',
]);
