import {
  attributeOf,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  outOfBand,
} from '../ipp/index.ts';

/**
 * What of a client's job attributes we do not do, as it is told in the unsupported group (RFC 8011 §4.1.7): an attribute
 * that we do not know with the value `unsupported`, one that we know with the values that we do not.
 */
export function unsupportedOf(asked: IppAttributes, offered: IppAttributes): readonly IppAttribute[] {
  const refused: IppAttribute[] = [];
  for (const attribute of asked.values()) {
    const supported = offered.get(`${attribute.name}-supported`);
    if (supported === undefined) {
      refused.push(attributeOf(attribute.name, outOfBand('unsupported')));
      continue;
    }
    const [first, ...further] = attribute.values.filter(
      (value) => !isOffered({ name: attribute.name, value }, supported, offered),
    );
    if (first !== undefined) refused.push(attributeOf(attribute.name, first, ...further));
  }
  return refused;
}

interface Asked {
  readonly name: string;
  readonly value: IppValue;
}

function isOffered({ name, value }: Asked, supported: IppAttribute, offered: IppAttributes): boolean {
  // job-priority-supported is the number of levels, and any priority falls into one of them (RFC 8011 §5.2.1).
  if (name === 'job-priority') return value.syntax === 'integer' && value.value >= 1 && value.value <= 100;
  if (value.syntax === 'collection' && !hasCollections(supported)) {
    return [...value.members.values()].every((member) => isMemberOffered(member, supported, offered));
  }
  return supported.values.some((allowed) => allows(allowed, value));
}

/** The supported attribute of a collection lists its members by name; each has a supported attribute of its own. */
function isMemberOffered(member: IppAttribute, supported: IppAttribute, offered: IppAttributes): boolean {
  if (!supported.values.some((allowed) => stringOf(allowed) === member.name)) return false;
  const values = offered.get(`${member.name}-supported`);
  if (values === undefined) return true;
  return member.values.every((value) => isOffered({ name: member.name, value }, values, offered));
}

function hasCollections({ values }: IppAttribute): boolean {
  return values.some((value) => value.syntax === 'collection');
}

function allows(allowed: IppValue, asked: IppValue): boolean {
  // page-ranges-supported and its like say whether there is such an attribute, whatever its values.
  if (allowed.syntax === 'boolean') return allowed.value;
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

/** Each member that is asked for has a counterpart that allows it, as in media-size-supported. */
function allowsMembers(allowed: IppAttributes, asked: IppAttributes): boolean {
  return [...asked.values()].every(({ name, values }) => {
    const counterpart = allowed.get(name)?.values ?? [];
    return values.every((value) => counterpart.some((one) => allows(one, value)));
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

function stringOf(value: IppValue): string | undefined {
  return 'value' in value && typeof value.value === 'string' ? value.value : undefined;
}
