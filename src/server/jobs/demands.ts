import { isDeepStrictEqual } from 'node:util';
import {
  firstBoolean,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  strings,
} from '../../ipp/index.ts';
import type { Job } from '../../model/job.ts';
import { noAttributes } from '../requests/answer.ts';
import { decodedFromRecord, mandatoryNamesName } from './kept-attributes.ts';

const fidelityName = 'ipp-attribute-fidelity';

/** What of a ticket must be done, or the job is refused. */
export const demandNames: readonly string[] = [fidelityName, mandatoryNamesName];

/**
 * The job tells afterwards what its client insisted on (PWG 5100.7 §5.1.3), and it holds for the documents that follow, too
 * (PWG 5100.5 §3.1.1).
 */
export function withDemands(accepted: IppAttributes, operation: IppAttributes): IppAttributes {
  const demands = demandNames.flatMap((name) => operation.get(name) ?? []);
  return demands.length === 0
    ? accepted
    : new Map([...accepted, ...demands.map((each) => [each.name, each] as const)]);
}

interface RequestParts {
  readonly message: IppMessage;
  readonly operation: IppAttributes;
}

/** What a document asks for itself, although its job is done otherwise and its client insists. */
export function undoneDemands(
  { message, operation }: RequestParts,
  { attributes }: Job,
): readonly IppAttribute[] {
  const asked = groupOf(message, groupTags.document) ?? noAttributes;
  if (asked.size === 0) return [];
  const kept = decodedFromRecord(attributes);
  const all = [kept, operation].some((each) => firstBoolean(each, fidelityName) === true);
  const mustBeDone = strings(kept, mandatoryNamesName);
  return [...asked.values()].filter(
    ({ name, values }) =>
      (all || mustBeDone.includes(name)) && !isDeepStrictEqual(kept.get(name)?.values, values),
  );
}
