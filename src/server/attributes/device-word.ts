import {
  attributeOf,
  definitionOf,
  deviationOf,
  encodeAttribute,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  overlongValueIn,
  text,
} from '../../ipp/index.ts';

/**
 * What a device says of itself, as far as it is what IPP can say: of its registered syntax and within its bounds, sets without
 * the values that are not, nor any value twice, and arrays that belong together of one length. Ours takes the place of the rest.
 */
export function sayableOf(device: IppAttributes): IppAttributes {
  const kept = new Map<string, IppAttribute>();
  for (const each of device.values()) {
    const said = sets.test(each.name) ? goodPart(each) : isGood(each) ? each : undefined;
    if (said !== undefined) kept.set(each.name, said);
  }
  describe(kept);
  keepLengthOf(kept, 'marker-names', markers);
  return kept;
}

const sets = /-(default|supported|ready|database)$/;

function isGood(attribute: IppAttribute): boolean {
  return (
    deviationOf(attribute) === undefined &&
    attribute.values.every((value) => isSayable(attribute.name, value))
  );
}

function goodPart({ name, values }: IppAttribute): IppAttribute | undefined {
  const good = values.filter((value) => isGood({ name, values: [value] }));
  const [first, ...further] = [...new Map(good.map((value) => [octetsOf(value), value])).values()];
  if (first === undefined) return undefined;
  const attribute = attributeOf(name, first, ...further);
  return deviationOf(attribute) === undefined ? attribute : undefined;
}

/** Not of another form than its tag promises, nor longer or farther than its syntax goes. */
function isSayable(name: string, value: IppValue): boolean {
  if (value.syntax === 'other') return false;
  if (overlongValueIn(new Map([[name, { name, values: [value] }]])) !== undefined) return false;
  const { lower, upper } = definitionOf(name)?.integers ?? { lower: -Infinity, upper: Infinity };
  if (value.syntax === 'integer') return value.value >= lower && value.value <= upper;
  return (
    value.syntax !== 'rangeOfInteger' ||
    (lower <= value.lower && value.lower <= value.upper && value.upper <= upper)
  );
}

/** As text to compare by: collections have no equality of their own. */
function octetsOf(value: IppValue): string {
  return encodeAttribute(attributeOf('x', value)).toString('latin1');
}

/** PWG 5100.9 §5.3, PWG 5100.13: one description for each; empty ones where the device has fewer or more. */
function describe(kept: Map<string, IppAttribute>): void {
  for (const name of described) {
    const told = kept.get(name)?.values ?? [];
    const description = `${name}-description`;
    if (kept.get(description)?.values.length === told.length) continue;
    const [first, ...further] = told.map(() => text(''));
    if (first === undefined) kept.delete(description);
    else kept.set(description, attributeOf(description, first, ...further));
  }
}

const described = [
  'printer-alert',
  'printer-finisher',
  'printer-finisher-supplies',
  'printer-storage',
  'printer-supply',
];

/** Of CUPS: one value for each marker. */
const markers = ['marker-colors', 'marker-high-levels', 'marker-levels', 'marker-low-levels', 'marker-types'];

function keepLengthOf(kept: Map<string, IppAttribute>, lead: string, names: readonly string[]): void {
  const length = kept.get(lead)?.values.length;
  for (const name of names) if (kept.get(name)?.values.length !== length) kept.delete(name);
}

/**
 * What is said with a word of the device in it does not contradict itself: a default is one of the values that are supported,
 * and so is what is ready. Where none of them is, the first that is supported is the default, and all of it is ready.
 */
export function coherent(told: readonly IppAttribute[]): readonly IppAttribute[] {
  const all = new Map(told.map((each) => [each.name, each]));
  return told.map((each) => {
    const [, name, kind] = /^(.+)-(default|ready)$/.exec(each.name) ?? [];
    const supported = all.get(`${name}-supported`)?.values;
    if (supported === undefined || !each.values.every((value) => isComparable(value, supported))) return each;
    const offered = new Set(supported.map(octetsOf));
    const kept = each.values.filter((value) => offered.has(octetsOf(value)) || isCustom(value));
    const [first, ...further] = kept.length > 0 ? kept : kind === 'ready' ? supported : supported.slice(0, 1);
    return first === undefined ? each : attributeOf(each.name, first, ...further);
  });
}

/** Of one syntax; what is supported is also said by bounds, by a number of levels, or by whether it is. */
function isComparable({ syntax }: IppValue, supported: readonly IppValue[]): boolean {
  return (
    (syntax === 'keyword' || syntax === 'enum' || syntax === 'resolution' || syntax === 'name') &&
    supported.every((each) => each.syntax === syntax || (syntax === 'keyword' && each.syntax === 'name'))
  );
}

/** Sizes of one's own are supported by the sizes between which they are. */
function isCustom(value: IppValue): boolean {
  return value.syntax === 'keyword' && value.value.startsWith('custom_');
}
