import type { IppAttribute, IppAttributes } from '../../ipp/index.ts';
import type { DocumentRef } from '../../model/job.ts';
import { decodedFromRecord, encodedForRecord } from './kept-attributes.ts';

/**
 * What a client says of the document that it sends (PWG 5100.5 §5, PWG 5100.7 §6.7). It is kept as it came, and told as
 * `xxx` of the document and `xxx-supplied` of the job.
 */
const names = [
  'compression',
  'document-charset',
  'document-digital-signature',
  'document-format',
  'document-format-details',
  'document-format-version',
  'document-message',
  'document-name',
  'document-natural-language',
] as const;

/** Of the job; about a person's document, so that they are for its owner and operators. */
export const suppliedNames: readonly string[] = names.map((name) => `${name}-supplied`);

/** For the record of the document; undefined: nothing is said. */
export function suppliedIn(operation: IppAttributes): string | undefined {
  const said = names.flatMap((name) => operation.get(name) ?? []);
  return said.length === 0 ? undefined : encodedForRecord(new Map(said.map((each) => [each.name, each])));
}

/** Attributes of a document. */
export function saidOf({ supplied = '' }: Pick<DocumentRef, 'supplied'>): IppAttributes {
  return decodedFromRecord(supplied);
}

/** Attributes of a job, of its first document: there is one of each, however many documents it has. */
export function suppliedAttributes([first]: readonly DocumentRef[]): readonly IppAttribute[] {
  if (first?.supplied === undefined) return [];
  return [...saidOf(first).values()].map((each) => ({ ...each, name: `${each.name}-supplied` }));
}
