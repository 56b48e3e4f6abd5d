import type { IppAttribute } from '../../ipp/index.ts';
import { badRequest, type IppAnswer } from '../requests/answer.ts';

/** RFC 8011 §5.2.7; one that is not fit to be read is refused whether the printer knows page-ranges or not, as by cupsd. */
export function isAscending(asked: IppAttribute | undefined): boolean {
  let last = 0;
  for (const value of asked?.values ?? []) {
    if (value.syntax !== 'rangeOfInteger') continue;
    if (value.lower <= last || value.upper < value.lower) return false;
    last = value.upper;
  }
  return true;
}

/** What an override is for stands before what it says, in this order (PWG 5100.6 §4.1); `document-number` as in job-template.ts. */
const places: readonly (readonly string[])[] = [
  ['pages'],
  ['document-numbers', 'document-number'],
  ['document-copies'],
];

/**
 * Without pages, or with others than its client means, it would be for pages that were to stay as they are (PWG 5100.6 §4.1).
 * Several of one document, and one of pages alone, are taken: pwg5100.6.test of github.com/istopwg/ippsample has both.
 */
export function overridesAnswer(asked: IppAttribute | undefined): IppAnswer | undefined {
  let earlier = 0;
  for (const value of asked?.values ?? []) {
    if (value.syntax !== 'collection') continue;
    const wanted = places.flatMap((names) => names.filter((name) => value.members.has(name)));
    const leading = [...value.members.keys()].slice(0, wanted.length);
    if (wanted[0] !== 'pages' || leading.some((name, index) => name !== wanted[index])) {
      return badRequest('overrides must begin with pages, document-numbers and document-copies.');
    }
    const falling = wanted.find((name) => !isAscending(value.members.get(name)));
    if (falling !== undefined) return badRequest(`${falling} of overrides must ascend and not overlap.`);
    const [documents] = value.members.get('document-numbers')?.values ?? [];
    const first = documents?.syntax === 'rangeOfInteger' ? documents.lower : earlier;
    if (first < earlier) return badRequest('overrides must ascend by their document-numbers.');
    earlier = first;
  }
  return undefined;
}
