import { type IppAttribute, type IppAttributes, type IppMessage, operations } from '../../ipp/index.ts';
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

/** Says where the document came from; of the document alone, and with no other operation (PWG 5100.5 §9.1.28). */
const referenceName = 'document-uri';
const byReference: ReadonlySet<number> = new Set([operations.printUri, operations.sendUri]);

interface RequestParts {
  readonly message: IppMessage;
  readonly operation: IppAttributes;
}

/** For the record of the document; undefined: nothing is said. */
export function suppliedIn({ message, operation }: RequestParts): string | undefined {
  const asked = byReference.has(message.code) ? [...names, referenceName] : names;
  const said = asked.flatMap((name) => operation.get(name) ?? []);
  return said.length === 0 ? undefined : encodedForRecord(new Map(said.map((each) => [each.name, each])));
}

/** Attributes of a document. */
export function saidOf({ supplied = '' }: Pick<DocumentRef, 'supplied'>): IppAttributes {
  return decodedFromRecord(supplied);
}

/** Attributes of a job, of its first document: there is one of each, however many documents it has. */
export function suppliedAttributes([first]: readonly DocumentRef[]): readonly IppAttribute[] {
  if (first?.supplied === undefined) return [];
  const said = [...saidOf(first).values()].filter(({ name }) => name !== referenceName);
  return said.map((each) => ({ ...each, name: `${each.name}-supplied` }));
}
