import {
  type AttributeName,
  attribute,
  attributeOf,
  attributes,
  collection,
  type IppAttribute,
  type IppAttributes,
  type IppValue,
  integer,
  keyword,
  members,
  range,
  strings,
} from '../../ipp/index.ts';
import {
  type MediaSize,
  namesOfOneSize,
  type SizeRange,
  sizeOf,
  sizeRanges,
} from '../../model/media-size.ts';

/**
 * Hundredths of a millimetre that a device leaves white when it does not say: 1/6 inch, which laser printers and most
 * ink printers keep, so that what a client scales to it is never cut off.
 */
export const marginDefault = 423;
export const sourceDefault = 'auto';
export const typeDefault = 'stationery';

/** A media-col for each size and range of sizes among these names; of paper that tells no size there is none. */
export function mediaCols(names: readonly string[], device: IppAttributes): readonly IppValue[] {
  return [
    ...mediaColsOfOneSize(names, device),
    ...sizeRanges(names).map((each) => mediaCol(device, attribute('media-size', dimensionsBetween(each)))),
  ];
}

export function mediaColsOfOneSize(names: readonly string[], device: IppAttributes): readonly IppValue[] {
  return namesOfOneSize(names).flatMap((name) => {
    const size = sizeOf(name);
    if (size === undefined) return [];
    return [mediaCol(device, attribute('media-size', dimensions(size)), attribute('media-size-name', name))];
  });
}

/** The same as values of media-size. */
export function mediaSizes(names: readonly string[]): readonly IppValue[] {
  return [
    ...namesOfOneSize(names).flatMap((name) => {
      const size = sizeOf(name);
      return size === undefined ? [] : [dimensions(size)];
    }),
    ...sizeRanges(names).map(dimensionsBetween),
  ];
}

function dimensions({ x, y }: MediaSize): IppValue {
  return collection(attribute('x-dimension', integer(x)), attribute('y-dimension', integer(y)));
}

function dimensionsBetween({ min, max }: SizeRange): IppValue {
  return collection(
    attributeOf('x-dimension', range(min.x, max.x)),
    attributeOf('y-dimension', range(min.y, max.y)),
  );
}

/** What a device says of its default paper holds for another size too; else ours, as far as the device has it. */
function mediaCol(device: IppAttributes, ...ofSize: readonly IppAttribute[]): IppValue {
  const [theirs] = members(device, 'media-col-default');
  const rest =
    theirs === undefined ? usual(device) : [...theirs.values()].filter(({ name }) => !ofOneSize.has(name));
  const listed = strings(device, 'media-col-supported');
  const isListed = ({ name }: IppAttribute): boolean => listed.length === 0 || listed.includes(name);
  return { syntax: 'collection', members: attributes(...[...ofSize, ...rest].filter(isListed)) };
}

/** A key, a name and a description are those of one paper. */
const ofOneSize: ReadonlySet<string> = new Set(['media-info', 'media-key', 'media-size', 'media-size-name']);

function usual(device: IppAttributes): readonly IppAttribute[] {
  const ours: readonly (readonly [AttributeName, IppValue])[] = [
    ['media-bottom-margin', integer(marginDefault)],
    ['media-left-margin', integer(marginDefault)],
    ['media-right-margin', integer(marginDefault)],
    ['media-top-margin', integer(marginDefault)],
    ['media-source', keyword(sourceDefault)],
    ['media-type', keyword(typeDefault)],
  ];
  return ours.map(([name, value]) => {
    const theirs = device.get(`${name}-supported`)?.values ?? [];
    const [first = value] = theirs;
    return attributeOf(name, theirs.some((each) => isSame(each, value)) ? value : first);
  });
}

function isSame(one: IppValue, other: IppValue): boolean {
  return 'value' in one && 'value' in other && one.value === other.value;
}
