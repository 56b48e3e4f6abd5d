import {
  type AttributeName,
  enums,
  firstBoolean,
  firstInteger,
  firstString,
  type IppAttributes,
  type IppValue,
  ranges,
  strings,
} from '../../ipp/index.ts';
import type { Capabilities, DeviceStatus, TicketFact } from '../../model/device.ts';
import { copiesMax } from '../../model/money.ts';
import type { Sides } from '../../model/ticket.ts';
import { canBeTold } from './job-attributes.ts';

const allSides: readonly Sides[] = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'];

interface FactAttributes {
  readonly fact: TicketFact;
  readonly attributes: readonly string[];
  /** A device is told only values that it lists (job-attributes.ts), so that naming the attribute for Create-Job is not enough. */
  readonly listed?: true;
}

/** The same facts as a ticket has, each with the Job Template attribute that says it. */
const factAttributes: readonly FactAttributes[] = [
  { fact: 'copies', attributes: ['copies'], listed: true },
  { fact: 'sides', attributes: ['sides'], listed: true },
  { fact: 'colourMode', attributes: ['print-color-mode'], listed: true },
  { fact: 'pageRanges', attributes: ['page-ranges'] },
  { fact: 'numberUp', attributes: ['number-up'], listed: true },
  { fact: 'imposition', attributes: ['imposition-template'] },
  { fact: 'media', attributes: ['media', 'media-col'] },
];

/** What an IPP device says that it can do; what it says nothing of is as `assumed`. */
export function capabilitiesFrom(device: IppAttributes, assumed: Capabilities): Capabilities {
  // application/octet-stream is no format but the wish that the device guess (RFC 8011 §5.1.10.1).
  const formats = strings(device, 'document-format-supported').filter(
    (f) => f !== 'application/octet-stream',
  );
  const sides = allSides.filter((side) => strings(device, 'sides-supported').includes(side));
  const media = defaultFirst(strings(device, 'media-supported'), firstString(device, 'media-default'));
  const resolutions = dotsPerInch(device);
  return {
    formats: formats.length > 0 ? formats : assumed.formats,
    colour: colourOf(device) ?? assumed.colour,
    sides: sides.length > 0 ? sides : ['one-sided'],
    media: media.length > 0 ? media : assumed.media,
    resolutions: resolutions.length > 0 ? resolutions : assumed.resolutions,
    copiesMax: Math.min(
      copiesMax,
      Math.max(1, ...ranges(device, 'copies-supported').map(({ upper }) => upper)),
    ),
    carries: factAttributes
      .filter(({ attributes, listed }) =>
        attributes.some((name) => (listed ? device.has(`${name}-supported`) : canBeTold(device, name))),
      )
      .filter(({ fact }) => fact !== 'imposition' || makesBooklets(device))
      .map(({ fact }) => fact),
  };
}

/** Of all templates booklets alone are counted, and those are printed on both sides. */
function makesBooklets(device: IppAttributes): boolean {
  return (
    strings(device, 'imposition-template-supported').includes('signature') &&
    strings(device, 'sides-supported').includes('two-sided-short-edge')
  );
}

export const statusAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-state-message',
  'printer-is-accepting-jobs',
] as const;

export function statusFrom(device: IppAttributes): DeviceStatus {
  const reasons = strings(device, 'printer-state-reasons').filter((reason) => reason !== 'none');
  const said = firstString(device, 'printer-state-message');
  const closed = firstBoolean(device, 'printer-is-accepting-jobs') === false;
  const message =
    said !== undefined && said !== '' ? said : closed ? 'the device is not accepting jobs' : undefined;
  return { state: stateOf(device), reasons, ...(message !== undefined && { message }) };
}

function stateOf(device: IppAttributes): DeviceStatus['state'] {
  switch (firstInteger(device, 'printer-state') ?? enums.printerState.idle) {
    case enums.printerState.stopped:
      return 'stopped';
    case enums.printerState.processing:
      return 'processing';
    default:
      return 'idle';
  }
}

function colourOf(device: IppAttributes): boolean | undefined {
  const modes = strings(device, 'print-color-mode-supported');
  return firstBoolean(device, 'color-supported') ?? (modes.length > 0 ? modes.includes('color') : undefined);
}

function dotsPerInch(device: IppAttributes): readonly number[] {
  const supported = valuesOf(device, 'printer-resolution-supported').flatMap(dotsOf);
  const [preferred] = valuesOf(device, 'printer-resolution-default').flatMap(dotsOf);
  return defaultFirst(supported, preferred);
}

/** The lower of the two directions: it is what the eye sees and what a client may send. */
function dotsOf(value: IppValue): readonly number[] {
  if (value.syntax !== 'resolution') return [];
  const dots = Math.min(value.x, value.y);
  return [value.units === 'dpi' ? dots : Math.round(dots * 2.54)];
}

function valuesOf(device: IppAttributes, name: AttributeName): readonly IppValue[] {
  return device.get(name)?.values ?? [];
}

function defaultFirst<Value>(values: readonly Value[], preferred: Value | undefined): readonly Value[] {
  const unique = [...new Set(values)];
  if (preferred === undefined || !unique.includes(preferred)) return unique;
  return [preferred, ...unique.filter((value) => value !== preferred)];
}
