import {
  attributeOf,
  members as collections,
  definitionOf,
  deviationOf,
  firstInteger,
  firstString,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  isOutOfBand,
  outOfBand,
  stringOf,
} from '../../ipp/index.ts';
import { type MediaSize, sizeOf, sizeRanges } from '../../model/media-size.ts';

/** A client's job attributes, parted into what is done and what is not. */
export interface Judged {
  readonly accepted: IppAttributes;
  /**
   * As it is told in the unsupported group (RFC 8011 §4.1.7): an attribute that we do not know with the value
   * `unsupported`, one that we know with the values that we do not, a collection with those of its members.
   */
  readonly refused: readonly IppAttribute[];
}

/** What cannot be done is left out value by value and member by member; the rest is done (RFC 8011 §4.1.7). */
export function judged(asked: IppAttributes, offered: IppAttributes): Judged {
  const accepted = new Map<string, IppAttribute>();
  const refused: IppAttribute[] = [];
  for (const attribute of asked.values()) {
    const parts = partedAttribute(attribute, offered);
    if (parts.good !== undefined) accepted.set(attribute.name, parts.good);
    if (parts.bad !== undefined) refused.push(parts.bad);
  }
  return { accepted, refused };
}

interface Parts<Whole> {
  readonly good?: Whole | undefined;
  readonly bad?: Whole | undefined;
}

function partedAttribute(attribute: IppAttribute, offered: IppAttributes): Parts<IppAttribute> {
  const { name, values } = attribute;
  const supported = offered.get(`${name}-supported`);
  if (supported === undefined) return { bad: attributeOf(name, outOfBand('unsupported')) };
  // Of several values where there can be one, nobody knows which is meant.
  if (deviationOf(attribute) !== undefined) return { bad: attribute };
  // PWG 5100.7-2023: what is beyond the most that a device takes would be printed by nobody.
  const most = name === 'page-ranges' ? firstInteger(offered, 'max-page-ranges-supported') : undefined;
  const parts = values.map(
    (value, index): Parts<IppValue> =>
      index >= (most ?? values.length) ? { bad: value } : partedValue({ name, value }, supported, offered),
  );
  return {
    good: ofValues(
      name,
      parts.map(({ good }) => good),
    ),
    bad: ofValues(
      name,
      parts.map(({ bad }) => bad),
    ),
  };
}

function ofValues(name: string, values: readonly (IppValue | undefined)[]): IppAttribute | undefined {
  const [first, ...further] = values.filter((value) => value !== undefined);
  return first === undefined ? undefined : attributeOf(name, first, ...further);
}

function partedValue(asked: Asked, supported: IppAttribute, offered: IppAttributes): Parts<IppValue> {
  const { value } = asked;
  if (value.syntax === 'collection' && !hasCollections(supported)) {
    return partedMembers(value.members, supported, offered);
  }
  return isOffered(asked, supported, offered) ? { good: value } : { bad: value };
}

function partedMembers(
  members: IppAttributes,
  supported: IppAttribute,
  offered: IppAttributes,
): Parts<IppValue> {
  const good = new Map<string, IppAttribute>();
  const bad = new Map<string, IppAttribute>();
  for (const member of members.values()) {
    const isKnown = supported.values.some((allowed) => stringOf(allowed) === member.name);
    if (!isKnown) bad.set(member.name, attributeOf(member.name, outOfBand('unsupported')));
    else if (isMemberOffered(member, offered)) good.set(member.name, member);
    else bad.set(member.name, member);
  }
  // The size is done; a name that calls it another one would be told of a job that has not been printed so.
  const misnomer = namesAnother(good) ? good.get('media-size-name') : undefined;
  if (misnomer !== undefined) {
    good.delete(misnomer.name);
    bad.set(misnomer.name, misnomer);
  }
  // Without its pages or documents an override would be for all of them.
  if ([...bad.keys()].some((name) => selectors.has(name))) return { bad: { syntax: 'collection', members } };
  // Pages of an override without what they are to have ask for nothing.
  const isWish = [...good.keys()].some((name) => !selectors.has(name));
  return {
    // An empty collection asks for nothing, and there is nothing against it.
    ...(isWish || bad.size === 0 ? { good: { syntax: 'collection', members: good } } : {}),
    ...(bad.size > 0 ? { bad: { syntax: 'collection', members: bad } } : {}),
  };
}

/** Whether media-size-name of a media-col says another size than its media-size. */
function namesAnother(mediaCol: IppAttributes): boolean {
  const [size] = collections(mediaCol, 'media-size');
  const named = sizeOf(firstString(mediaCol, 'media-size-name') ?? '');
  const [x, y] = [firstInteger(size, 'x-dimension'), firstInteger(size, 'y-dimension')];
  if (named === undefined || x === undefined || y === undefined) return false;
  return !isAbout(named, { x, y }) && !isAbout(named, { x: y, y: x });
}

/** A millimetre, as inches are rounded by some and cut off by others. */
const deviationMax = 100;

function isAbout(one: MediaSize, other: MediaSize): boolean {
  return Math.abs(one.x - other.x) <= deviationMax && Math.abs(one.y - other.y) <= deviationMax;
}

interface Asked {
  readonly name: string;
  readonly value: IppValue;
}

function isOffered({ name, value }: Asked, supported: IppAttribute, offered: IppAttributes): boolean {
  if (levelled.has(name)) return isLevel(name, value);
  if (value.syntax === 'rangeOfInteger' && value.lower > value.upper) return false;
  if (moments.has(name)) return value.syntax === 'dateTime';
  if (value.syntax === 'collection' && !hasCollections(supported)) {
    return partedMembers(value.members, supported, offered).bad === undefined;
  }
  return (
    supported.values.some((allowed) => allows(allowed, value)) || isCustomMedia({ name, value }, supported)
  );
}

/**
 * What is supported of them is the number of levels, and every value that the syntax knows falls into one of them (RFC 8011
 * §5.2.1); print-darkness is of label printers.
 */
const levelled: ReadonlySet<string> = new Set(['job-priority', 'print-darkness']);

function isLevel(name: string, value: IppValue): boolean {
  const bounds = definitionOf(name)?.integers;
  return bounds !== undefined && isWithin(bounds, value) && value.syntax === 'integer';
}

/** A size between custom_min_… and custom_max_…, by whatever name its client gives it (PWG 5101.1 §5.2). */
function isCustomMedia({ name, value }: Asked, { values }: IppAttribute): boolean {
  const text = stringOf(value) ?? '';
  const size = namesOfMedia.has(name) && text.startsWith('custom_') ? sizeOf(text) : undefined;
  if (size === undefined) return false;
  return sizeRanges(values.map((each) => stringOf(each) ?? '')).some(
    ({ min, max }) => min.x <= size.x && size.x <= max.x && min.y <= size.y && size.y <= max.y,
  );
}

const namesOfMedia: ReadonlySet<string> = new Set(['media', 'media-size-name']);

/** What is supported of them says how far ahead they may be, and all of it is. */
const moments: ReadonlySet<string> = new Set(['job-hold-until-time', 'job-delay-output-until-time']);

/** The supported attribute of a collection lists its members by name; each has a supported attribute of its own. */
function isMemberOffered(member: IppAttribute, offered: IppAttributes): boolean {
  if (!isRegular(member)) return false;
  // A size has a name of media, whose list is its own (PWG 5100.7 §6.3).
  const listed = member.name === 'media-size-name' ? 'media' : member.name;
  const values = offered.get(`${listed}-supported`);
  // Those of a plain set of pages or documents say nothing of what is supported.
  if (values === undefined) {
    if (selectors.has(member.name)) return member.values.every(isCountable);
    return member.values.every(
      (value) => value.syntax !== 'collection' || areOffered(member.name, value.members, offered),
    );
  }
  return member.values.every((value) => isOffered({ name: member.name, value }, values, offered));
}

/** Syntaxes and numbers of values are those of the registry, down to the members of members. */
function isRegular(member: IppAttribute): boolean {
  if (deviationOf(member) !== undefined) return false;
  return member.values.every(
    (value) => value.syntax !== 'collection' || [...value.members.values()].every(isRegular),
  );
}

/**
 * Members of a member: what is supported of each stands under its own name (stitching of finishings-col). What a registered
 * one holds is registered too, or its device names it; of those of a vendor nobody knows.
 */
function areOffered(outer: string, members: IppAttributes, offered: IppAttributes): boolean {
  const isKnown = (name: string): boolean =>
    definitionOf(outer) === undefined || definitionOf(name) !== undefined || offered.has(`${name}-supported`);
  return [...members.values()].every((member) => isKnown(member.name) && isMemberOffered(member, offered));
}

/** What an override is for: 1setOf rangeOfInteger(1:MAX) (PWG 5100.6 §4.1); `pages` alone is an integer elsewhere. */
const selectors: ReadonlySet<string> = new Set(['pages', 'document-number', 'document-numbers']);

function isCountable(value: IppValue): boolean {
  return value.syntax === 'rangeOfInteger' && value.lower >= 1 && value.upper >= value.lower;
}

function hasCollections({ values }: IppAttribute): boolean {
  return values.some((value) => value.syntax === 'collection');
}

function allows(allowed: IppValue, asked: IppValue): boolean {
  // page-ranges-supported and its like say whether there is such an attribute, whatever its values.
  if (allowed.syntax === 'boolean') return allowed.value && !isOutOfBand(asked);
  if (allowed.syntax === 'rangeOfInteger') return isWithin(allowed, asked);
  if (allowed.syntax === 'resolution') return isSameResolution(allowed, asked);
  if (allowed.syntax === 'collection') {
    return asked.syntax === 'collection' && allowsMembers(allowed.members, asked.members);
  }
  const text = stringOf(allowed);
  return text === undefined ? isSameNumber(allowed, asked) : text === stringOf(asked);
}

function isSameNumber(allowed: IppValue, asked: IppValue): boolean {
  return isNumber(allowed) && isNumber(asked) && allowed.value === asked.value;
}

function isNumber(value: IppValue): value is Extract<IppValue, { readonly syntax: 'integer' | 'enum' }> {
  return value.syntax === 'integer' || value.syntax === 'enum';
}

/** Every member is there and has a counterpart that allows it, as in media-size-supported: half a size is none. */
function allowsMembers(allowed: IppAttributes, asked: IppAttributes): boolean {
  if (asked.size < allowed.size) return false;
  return [...asked.values()].every(({ name, values }) => {
    const counterpart = allowed.get(name)?.values ?? [];
    // A range is what there is to choose from, and no choice.
    return values.every(
      (value) => value.syntax !== 'rangeOfInteger' && counterpart.some((one) => allows(one, value)),
    );
  });
}

function isWithin(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  asked: IppValue,
): boolean {
  if (asked.syntax === 'integer') return asked.value >= lower && asked.value <= upper;
  return asked.syntax === 'rangeOfInteger' && asked.lower >= lower && asked.upper <= upper;
}

type Resolution = Extract<IppValue, { readonly syntax: 'resolution' }>;

function isSameResolution(allowed: Resolution, asked: IppValue): boolean {
  return (
    asked.syntax === 'resolution' &&
    asked.x === allowed.x &&
    asked.y === allowed.y &&
    asked.units === allowed.units
  );
}
