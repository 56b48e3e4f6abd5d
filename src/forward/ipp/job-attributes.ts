import {
  type AttributeName,
  attribute,
  attributeOf,
  attributes,
  collection,
  definitionOf,
  type IppAttribute,
  type IppAttributes,
  integer,
  keyword,
  members,
  range,
  ranges,
  strings,
} from '../../ipp/index.ts';
import { sizeOf } from '../../model/media-size.ts';
import { printedSides, type Ticket } from '../../model/ticket.ts';
import type { RelayJob } from '../device.ts';

/**
 * Never passed on, whoever sent them: they use paper that was not counted, or they are about our queue and not about
 * the device's.
 */
const heldBack: ReadonlySet<string> = new Set([
  // Banner pages and separators come on top of the pages of the document.
  'job-sheets',
  'job-sheets-col',
  'job-accounting-sheets',
  'job-error-sheet',
  'separator-sheets',
  'insert-sheet',
  'cover-back',
  'cover-front',
  // Pages printed otherwise than the ticket says; `overrides` may change copies, sides and media page by page.
  'overrides',
  'force-front-side',
  'job-copies',
  'job-cover-back',
  'job-cover-front',
  'proof-copies',
  'proof-print',
  'multiple-document-handling',
  'job-pages-per-set',
  // A job that waits at the device keeps everyone else's waiting: it has waited here already.
  'job-hold-until',
  'job-hold-until-time',
  'job-delay-output-until',
  'job-delay-output-until-time',
  'job-priority',
  // The device's own copy of the document is nobody's to keep.
  'job-save-disposition',
  'job-phone-number',
  'job-recipient-name',
]);

/** Said by the ticket, so not taken from the client twice. `media-col` is the client's, where it fits the ticket. */
const saidByTicket: ReadonlySet<string> = new Set([
  'copies',
  'sides',
  'print-color-mode',
  'page-ranges',
  'number-up',
  'imposition-template',
  'media',
]);

/** Whether the device lists an attribute: it has its -supported, or names it for Create-Job (PWG 5100.7 §6.9.1). */
export function canBeTold(device: IppAttributes, name: string): boolean {
  if (strings(device, 'job-creation-attributes-supported').includes(name)) return true;
  const [supported] = device.get(`${name}-supported`)?.values ?? [];
  return supported !== undefined && !(supported.syntax === 'boolean' && !supported.value);
}

/** The job attributes that a device is told: what the client sent and the device lists, with the ticket above it. */
export function jobAttributesFor(job: RelayJob, device: IppAttributes): IppAttributes {
  const mediaCol = canBeTold(device, 'media-col') ? mediaColOf(job) : [];
  const sent = [...job.attributes.values()].filter(
    ({ name }) => isPassedOn(name) && canBeTold(device, name) && name !== 'media-col',
  );
  const ticket = ticketAttributes(job.ticket, device).filter(
    ({ name }) => mediaCol.length === 0 || name !== 'media',
  );
  return attributes(...ticket, ...noBanner(device), ...sent, ...mediaCol);
}

/**
 * A size that the client named by `media` is said in its media-col, beside which it cannot stand. One that cannot be said so
 * counts more than the rest.
 */
function mediaColOf({ ticket: { media }, attributes: asked }: RelayJob): readonly IppAttribute[] {
  const [wish] = members(asked, 'media-col');
  if (wish === undefined) return [];
  if (media === undefined || wish.has('media-size') || wish.has('media-size-name')) {
    return [attribute('media-col', collection(...wish.values()))];
  }
  const size = sizeOf(media);
  if (size === undefined) return [];
  const dimensions = collection(
    attribute('x-dimension', integer(size.x)),
    attribute('y-dimension', integer(size.y)),
  );
  return [attribute('media-col', collection(attribute('media-size', dimensions), ...wish.values()))];
}

/** Whether a device that lists it hears of an attribute that is not in the ticket. */
export function isPassedOn(name: string): boolean {
  if (heldBack.has(name) || saidByTicket.has(name)) return false;
  const definition = definitionOf(name);
  // A vendor's attribute is in no registry; it is passed on to a device that lists it.
  return definition === undefined || definition.groups.includes('job-template');
}

/**
 * Everything that was priced is said, even when it is the usual: the device's own defaults may be two-sided or two
 * copies. A value that the device does not list is left out, since many refuse the whole job for it.
 */
function ticketAttributes(ticket: Ticket, device: IppAttributes): readonly IppAttribute[] {
  const { copies, numberUp, imposition = 'none' } = ticket;
  const sides = printedSides(ticket);
  const colour = ticket.colourMode === 'colour' ? 'color' : ticket.colourMode;
  return [
    ...(accepts(device, 'copies-supported', copies) ? [attribute('copies', copies)] : []),
    ...(lists(device, 'sides-supported', sides) ? [attribute('sides', sides)] : []),
    ...(lists(device, 'print-color-mode-supported', colour) ? [attribute('print-color-mode', colour)] : []),
    ...(accepts(device, 'number-up-supported', numberUp) ? [attribute('number-up', numberUp)] : []),
    ...(lists(device, 'imposition-template-supported', imposition)
      ? [attributeOf('imposition-template', keyword(imposition))]
      : []),
    ...pageRanges(ticket, device),
    ...media(ticket, device),
  ];
}

function pageRanges(ticket: Ticket, device: IppAttributes): readonly IppAttribute[] {
  if (ticket.pageRanges.length === 0 || !canBeTold(device, 'page-ranges')) return [];
  const values = ticket.pageRanges.map(({ lower, upper }) => range(lower, upper));
  return [attribute('page-ranges', ...values)];
}

function media(ticket: Ticket, device: IppAttributes): readonly IppAttribute[] {
  if (ticket.media === undefined || !canBeTold(device, 'media')) return [];
  return [attribute('media', ticket.media)];
}

/** A device whose administrator switched banner pages on would print one that nobody counted. */
function noBanner(device: IppAttributes): readonly IppAttribute[] {
  return lists(device, 'job-sheets-supported', 'none') ? [attribute('job-sheets', 'none')] : [];
}

function lists(device: IppAttributes, supported: AttributeName, value: string): boolean {
  return strings(device, supported).includes(value);
}

function accepts(device: IppAttributes, supported: AttributeName, value: number): boolean {
  return ranges(device, supported).some(({ lower, upper }) => lower <= value && value <= upper);
}
