import { encodeAttribute, type IppAttribute } from '../../ipp/index.ts';

/** An attribute as it is sent, and by which names it is asked for. */
export interface Slice {
  readonly name: string;
  readonly groups: readonly string[];
  readonly octets: Buffer;
  /** A collection, or no value: the parser of cups4j ends at the first of those, so that they come last. */
  readonly last: boolean;
}

export const description = ['printer-description'] as const;
export const template = ['job-template'] as const;
/** RFC 3995 §11.2.3: the second column of its table 1. */
const subscriptionTemplate = ['printer-description', 'subscription-template'] as const;
const ofSubscriptions: ReadonlySet<string> = new Set([
  'charset-supported',
  'generated-natural-language-supported',
]);
/** Named alone: neither `all` nor a group brings it (PWG 5100.7 §6.9.4). */
export const database = 'media-col-database';

export function sliceOf(each: IppAttribute, groups: readonly string[]): Slice {
  const last = each.values.some(
    ({ syntax }) => syntax === 'collection' || syntax === 'no-value' || syntax === 'unknown',
  );
  return { name: each.name, groups, octets: encodeAttribute(each), last };
}

/** Of a description, or of what is personal instead of the same for everybody. */
export function groupsOf(name: string): readonly string[] {
  if (name.startsWith('notify-') || ofSubscriptions.has(name)) return subscriptionTemplate;
  return /^(copies|print-color-mode)-/.test(name) ? template : description;
}

export function octetsOf(slices: readonly Slice[]): readonly Buffer[] {
  return slices.map((slice) => slice.octets);
}
