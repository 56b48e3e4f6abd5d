import { isPassedOn } from '../../forward/index.ts';
import {
  type AttributeName,
  attribute,
  attributeOf,
  collection,
  definitionOf,
  enums,
  type IppAttribute,
  type IppAttributes,
  integers,
  keyword,
  outOfBand,
  range,
  ranges,
  resolution,
  strings,
} from '../../ipp/index.ts';
import type { Sides } from '../../model/ticket.ts';
import { indefinite, noDelay, noHold } from '../jobs/holding.ts';
import { periods } from '../jobs/time-periods.ts';
import { coherent } from './device-word.ts';
import { mediaAttributes } from './media.ts';
import { type Ability, isCount, mirrored } from './offer.ts';

/** RFC 8011 §5.2.1: a printer that knows all levels says 100. */
const priorityLevels = 100;
export const priorityDefault = 50;

export const collatedCopies = 'separate-documents-collated-copies';
const numbersUp = [1, 2, 4, 6, 9, 16] as const;
/** As many as anybody types; a device may take fewer, down to a single one. */
const pageRangesMax = 100;
/** Pages on one side; more cannot be read by anyone. */
const numberUpMax = 64;

/** Everything that a client may ask of a job, as `xxx-default` and `xxx-supported`. What does not reach the device is not offered. */
export function jobTemplateAttributes(ability: Ability): readonly IppAttribute[] {
  const ours = [
    ...countedAttributes(ability),
    ...appearanceAttributes(ability),
    ...queueAttributes(ability),
    ...billingAttributes(),
    ...overrideAttributes(ability),
    ...mediaAttributes(ability),
  ];
  const changing = vendorNames(ability);
  const ofMembers = memberNames(ability);
  const all = mirrored(
    ours,
    ability.device,
    (name) => mirroredNames.has(name) || changing.has(name) || ofMembers.has(name),
  );
  return ability.device.size === 0 ? all : coherent(all);
}

/** What changes the count or the price: ours to say, within what the device can do. */
function countedAttributes(ability: Ability): readonly IppAttribute[] {
  const { capabilities } = ability;
  const sides = sidesOf(ability);
  const modes = colourModesOf(ability);
  return [
    attribute('copies-default', 1),
    attribute('copies-supported', range(1, ability.carries('copies') ? capabilities.copiesMax : 1)),
    attribute('multiple-document-handling-default', collatedCopies),
    attribute('multiple-document-handling-supported', collatedCopies),
    attribute('sides-default', sides[0]),
    attribute('sides-supported', ...sides),
    attribute('print-color-mode-default', modes[0]),
    attribute('print-color-mode-supported', ...modes),
    attribute('page-ranges-supported', ability.carries('pageRanges')),
    ...(ability.carries('pageRanges') ? [attribute('max-page-ranges-supported', pageRangesMax)] : []),
    attribute('number-up-default', 1),
    attribute('number-up-supported', ...numbersUpOf(ability)),
    ...impositionOf(ability),
  ];
}

/** One-sided is the default wherever it is possible: nobody is surprised by a price for a sheet less. */
function sidesOf(ability: Ability): readonly [Sides, ...Sides[]] {
  if (!ability.carries('sides')) return ['one-sided'];
  return ['one-sided', ...ability.capabilities.sides.filter((sides) => sides !== 'one-sided')];
}

/** Black at the price of black only from a device that can be told so; by the colour of the pages from every one. */
function colourModesOf({ capabilities, carries, device }: Ability): readonly [string, ...string[]] {
  if (!carries('colourMode')) return capabilities.colour ? ['color'] : ['monochrome'];
  if (!capabilities.colour) return ['monochrome', 'auto'];
  const theirs = strings(device, 'print-color-mode-supported');
  const listed = ['color', 'monochrome'].filter((mode) => theirs.length === 0 || theirs.includes(mode));
  return ['auto', ...listed];
}

/** Booklets, where the device folds them; `none` is no word on anything where it does not. */
function impositionOf(ability: Ability): readonly IppAttribute[] {
  const isFolded = ability.carries('sides') && ability.capabilities.sides.includes('two-sided-short-edge');
  if (!ability.carries('imposition') || !isFolded) return [];
  return [
    attributeOf('imposition-template-default', keyword('none')),
    attributeOf('imposition-template-supported', keyword('none'), keyword('signature')),
  ];
}

function numbersUpOf(ability: Ability): readonly number[] {
  if (!ability.carries('numberUp')) return [1];
  const theirs = integers(ability.device, 'number-up-supported').filter((pages) =>
    isCount(pages, numberUpMax),
  );
  if (theirs.length > 0) return [...new Set([1, ...theirs])];
  const within = ranges(ability.device, 'number-up-supported');
  const isWithin = (pages: number): boolean =>
    within.some(({ lower, upper }) => lower <= pages && pages <= upper);
  return numbersUp.filter((pages) => pages === 1 || within.length === 0 || isWithin(pages));
}

/** What changes only how it looks. An ideal device takes it all, any other says for itself, else there is one way. */
function appearanceAttributes({ ideal, resolutions, device }: Ability): readonly IppAttribute[] {
  const { draft, normal, high } = enums.printQuality;
  const { portrait, landscape, reverseLandscape, reversePortrait } = enums.orientationRequested;
  const orientations = [portrait, landscape, reverseLandscape, reversePortrait];
  const theirs = integers(device, 'orientation-requested-supported').filter((each) =>
    orientations.some((known) => known === each),
  );
  const dpi = resolutions.map((dots) => resolution(dots, dots));
  return [
    attribute('print-quality-default', normal),
    attribute('print-quality-supported', ...(ideal ? [draft, normal, high] : [normal])),
    attribute('printer-resolution-default', resolution(resolutions[0], resolutions[0])),
    attribute('printer-resolution-supported', ...dpi),
    attribute('print-scaling-default', 'auto'),
    attribute('print-scaling-supported', ...(ideal ? ['auto', 'auto-fit', 'fill', 'fit', 'none'] : ['auto'])),
    attribute('print-content-optimize-default', 'auto'),
    attribute(
      'print-content-optimize-supported',
      ...(ideal ? ['auto', 'graphic', 'photo', 'text', 'text-and-graphic'] : ['auto']),
    ),
    attribute('print-rendering-intent-default', 'auto'),
    attribute('print-rendering-intent-supported', ...(ideal ? renderingIntents : ['auto'])),
    ...finishingAttributes(device),
    attribute('output-bin-default', 'face-down'),
    attribute('output-bin-supported', 'face-down'),
    attribute('orientation-requested-default', outOfBand('no-value')),
    // 7 (none) is left out: pyipp 0.17 refuses the whole answer for it.
    attribute(
      'orientation-requested-supported',
      ...(ideal ? orientations : theirs.length > 0 ? theirs : [portrait]),
    ),
  ];
}

/**
 * No finishing, in both spellings that PWG 5100.1-2022 demands. A device that tells of itself has the one it has: a template
 * that it has not heard of could not be passed on to it.
 */
function finishingAttributes(device: IppAttributes): readonly IppAttribute[] {
  const { none } = enums.finishings;
  const plain = [attribute('finishings-default', none), attribute('finishings-supported', none)];
  if (device.size > 0) return plain;
  const template = collection(attributeOf('finishing-template', keyword('none')));
  return [
    ...plain,
    attribute('finishings-ready', none),
    attributeOf('finishing-template-supported', keyword('none')),
    attributeOf('finishings-col-supported', keyword('finishing-template')),
    ...(['finishings-col-default', 'finishings-col-ready', 'finishings-col-database'] as const).map((name) =>
      attributeOf(name, template),
    ),
  ];
}

const renderingIntents = [
  'auto',
  'absolute',
  'perceptual',
  'relative',
  'relative-bpc',
  'saturation',
] as const;

/**
 * Page by page only what changes neither the count nor the price (PWG 5100.6); `document-number` is how IPP Everywhere
 * spells `document-numbers`.
 */
function overrideAttributes({ ideal }: Ability): readonly IppAttribute[] {
  if (!ideal) return [];
  const selectors = ['pages', 'document-numbers', 'document-number'];
  const changes = [
    'orientation-requested',
    'print-content-optimize',
    'print-quality',
    'print-rendering-intent',
    'print-scaling',
    'printer-resolution',
  ];
  return [attributeOf('overrides-supported', ...[...selectors, ...changes].map(keyword))];
}

/**
 * PWG 5100.3: written down with the job and in the history, whoever prints it. There is no list of accounts, so that any
 * name is taken, and none is meant where none is sent.
 */
function billingAttributes(): readonly IppAttribute[] {
  return [
    attribute('job-account-id-default', outOfBand('no-value')),
    attribute('job-account-id-supported', true),
    attribute('job-accounting-user-id-default', outOfBand('no-value')),
    attribute('job-accounting-user-id-supported', true),
  ];
}

/** What our own queue does, whatever the device; a sheet before the job is printed, and counted, where the device takes all. */
function queueAttributes({ ideal }: Ability): readonly IppAttribute[] {
  return [
    attribute('job-hold-until-default', noHold),
    attribute('job-hold-until-supported', noHold, indefinite, ...periods),
    attribute('job-hold-until-time-supported', true),
    attribute('job-delay-output-until-default', noDelay),
    attribute('job-delay-output-until-supported', noDelay, indefinite, ...periods),
    attribute('job-delay-output-until-time-supported', range(0, secondsMax)),
    attribute('job-priority-default', priorityDefault),
    attribute('job-priority-supported', priorityLevels),
    attributeOf('job-sheets-default', keyword('none')),
    attributeOf('job-sheets-supported', keyword('none'), ...(ideal ? [keyword('standard')] : [])),
  ];
}

/** As far ahead as IPP can say. */
const secondsMax = 2_147_483_647;

const mirroredNames: ReadonlySet<string> = new Set([
  ...[
    'print-quality',
    'printer-resolution',
    'print-scaling',
    'print-content-optimize',
    'print-rendering-intent',
    'finishings',
    'finishings-col',
    'output-bin',
    'media-col',
  ].flatMap((name) => [`${name}-default`, `${name}-supported`, `${name}-ready`, `${name}-database`]),
  'finishing-template-supported',
  'max-page-ranges-supported',
  'orientation-requested-default',
  'media-ready',
  'media-size-supported',
  'media-source-supported',
  'media-type-supported',
  'media-color-supported',
  'media-bottom-margin-supported',
  'media-left-margin-supported',
  'media-right-margin-supported',
  'media-top-margin-supported',
]);

/** Our own answers about these are not replaced, because they change the count and are ours to limit. */
const oursAlone: ReadonlySet<string> = new Set([
  'copies',
  'job-account-id',
  'job-accounting-user-id',
  'media',
  'multiple-document-handling',
  'sides',
  'print-color-mode',
  'page-ranges',
  'number-up',
  'imposition-template',
  'job-delay-output-until',
  'job-delay-output-until-time',
  'job-hold-until',
  'job-hold-until-time',
  'job-password',
  'job-password-encryption',
  'job-priority',
  'orientation-requested',
]);

/** What the device takes and is told beyond the attributes we know, vendor attributes too, under its `xxx-default` and `xxx-supported`. */
function vendorNames({ device }: Ability): ReadonlySet<string> {
  const taken = strings(device, 'job-creation-attributes-supported').filter(
    (name) => isPassedOn(name) && !oursAlone.has(name) && device.has(`${name}-supported`),
  );
  return new Set(taken.flatMap((name) => [`${name}-default`, `${name}-supported`]));
}

/**
 * `xxx-supported` of the members of collections that the device takes, such as `media-weight-metric` of media-col; of a member
 * that is a collection those of its own members (`stitching-locations-supported`, PWG 5100.1).
 */
export function memberNames(ability: Ability): ReadonlySet<string> {
  const { device } = ability;
  const vendors = vendorNames(ability);
  const collections = ['finishings-col', 'media-col', ...[...vendors].flatMap(bareName)].filter(isCollection);
  const listed = collections
    .flatMap((name) => strings(device, `${name}-supported` as AttributeName))
    .filter((member) => !oursAlone.has(member));
  const names = listed.flatMap((member) => supportedNames(device, member));
  return new Set(names.filter((name) => !vendors.has(name)));
}

/** With what a member that is a collection lists of its own, or all that begins with its name where it lists nothing. */
function supportedNames(device: IppAttributes, member: string): readonly string[] {
  const own = `${member}-supported`;
  if (!device.has(own)) {
    return [...device.keys()].filter((name) => name.startsWith(`${member}-`) && name.endsWith('-supported'));
  }
  const inner = isCollection(member) ? strings(device, own as AttributeName) : [];
  return [own, ...inner.map((name) => `${name}-supported`).filter((name) => device.has(name))];
}

function bareName(name: string): readonly string[] {
  return name.endsWith('-supported') ? [name.slice(0, -'-supported'.length)] : [];
}

function isCollection(name: string): boolean {
  return definitionOf(name)?.syntaxes.includes('collection') === true;
}
