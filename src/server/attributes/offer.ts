import { clippedText } from '../../base/clipped-text.ts';
import { firstString, type IppAttribute, type IppAttributes } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { type Capabilities, type TicketFact, ticketFacts } from '../../model/device.ts';
import { copiesMax } from '../../model/money.ts';
import { isKeyword } from '../requests/keyword.ts';
import { withinConfigured } from './configured.ts';
import { sayableOf } from './device-word.ts';

/** What a printer can and takes, as far as its attributes depend on it; many printers of a server have the same. */
export interface Ability {
  readonly capabilities: Capabilities;
  /** At least one; what is configured, else what every printer has. */
  readonly media: readonly [string, ...string[]];
  readonly resolutions: readonly [number, ...number[]];
  readonly documentOctetsMax: number;
  readonly jobImpressionsMax: number;
  readonly mandatoryJobAttributes: readonly string[];
  /** The device's own attributes; empty when it cannot tell. */
  readonly device: IppAttributes;
  /** The device takes every attribute that we know, as a folder does. */
  readonly ideal: boolean;
  /** Jobs may have several documents. */
  readonly takesSeveral: boolean;
  readonly carries: (fact: TicketFact) => boolean;
}

/** A printer as far as its attributes depend on it; see sheet.ts. */
export interface Offer extends Ability {
  readonly name: string;
  readonly info: string;
  readonly location: string;
  readonly uuid: string | undefined;
  readonly geoLocation: string | undefined;
  readonly makeAndModel: string;
  /** printer-message-from-operator; null: `no-value`. */
  readonly message: string | null;
  readonly configChangedAt: number;
}

/** The same for printers of the same ability; undefined where the device has its own say in it. */
export function abilityKeyOf(ability: Ability): string | undefined {
  if (ability.device.size > 0) return undefined;
  const { capabilities, documentOctetsMax, jobImpressionsMax, mandatoryJobAttributes, takesSeveral } =
    ability;
  return JSON.stringify([
    capabilities,
    documentOctetsMax,
    jobImpressionsMax,
    mandatoryJobAttributes,
    takesSeveral,
  ]);
}

/** Capabilities may come from a device, so that nothing in them is believed to be what IPP can say. */
export function offerOf(view: PrinterView): Offer {
  const { settings, standing, deviceAttributes } = view;
  const capabilities = sayable(view.capabilities);
  const [media = 'iso_a4_210x297mm', ...furtherMedia] = capabilities.media;
  const [resolution = 600, ...furtherResolutions] = capabilities.resolutions;
  const carried: ReadonlySet<TicketFact> = new Set(capabilities.carries);
  const makeAndModel = firstString(deviceAttributes, 'printer-make-and-model') ?? 'Platen Print Server';
  return {
    name: settings.name,
    // What an operator has said is told as it was, an empty text too (RFC 3380 §4.1.2).
    info: standing.info ?? (settings.info || settings.name),
    location: settings.location,
    uuid: settings.uuid,
    geoLocation: settings.geoLocation,
    makeAndModel: clippedText(makeAndModel, textOctetsMax),
    message: standing.message === undefined ? (standing.reason ?? '') : standing.message,
    capabilities,
    media: [media, ...furtherMedia],
    resolutions: [resolution, ...furtherResolutions],
    documentOctetsMax: settings.documentOctetsMax,
    jobImpressionsMax: settings.jobImpressionsMax,
    mandatoryJobAttributes: settings.mandatoryJobAttributes,
    device: withinConfigured(sayableOf(deviceAttributes), settings.capabilities),
    configChangedAt: view.configChangedAt,
    ideal: deviceAttributes.size === 0 && ticketFacts.every((fact) => carried.has(fact)),
    takesSeveral: view.takesSeveral,
    carries: (fact) => carried.has(fact),
  };
}

/** PWG 5100.13 §5.6: printer-make-and-model is text(127). */
const textOctetsMax = 127;
/** RFC 8011 §5.1.10: at most 255 octets. */
const mediaType = /^[\x21-\x2e\x30-\x7e]{1,127}\/[\x21-\x7e]{1,127}$/;
const resolutionMax = 100_000;

function sayable(capabilities: Capabilities): Capabilities {
  return {
    ...capabilities,
    formats: capabilities.formats.filter((format) => mediaType.test(format)),
    media: capabilities.media.filter(isKeyword),
    resolutions: capabilities.resolutions.filter((dots) => isCount(dots, resolutionMax)),
    copiesMax: isCount(capabilities.copiesMax, copiesMax) ? capabilities.copiesMax : 1,
  };
}

/** A whole number from 1 on. */
export function isCount(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}

/** Puts the device's word in the place of ours, and adds what only the device knows. */
export function mirrored(
  ours: readonly IppAttribute[],
  device: IppAttributes,
  isMirrored: (name: string) => boolean,
): readonly IppAttribute[] {
  if (device.size === 0) return ours;
  const names = new Set(ours.map((attribute) => attribute.name));
  const added = [...device.values()].filter(
    (attribute) => isMirrored(attribute.name) && !names.has(attribute.name),
  );
  return [...replaced(ours, device, isMirrored), ...added];
}

/** Puts the device's word in the place of ours. */
export function replaced(
  ours: readonly IppAttribute[],
  device: IppAttributes,
  isMirrored: (name: string) => boolean,
): readonly IppAttribute[] {
  return ours.map((attribute) => {
    const theirs = isMirrored(attribute.name) ? device.get(attribute.name) : undefined;
    return theirs ?? attribute;
  });
}
