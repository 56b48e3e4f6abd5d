import {
  decodeAttributes,
  encodeAttributes,
  type IppAttribute,
  type IppAttributes,
} from '../../ipp/index.ts';

/** Not of the ticket, and kept with it: which of its attributes a client insisted on. */
export const mandatoryNamesName = 'job-mandatory-attributes';

/** How attributes are kept in the record of a job; '' for none. */
export function encodedForRecord(attributes: ReadonlyMap<string, IppAttribute>): string {
  return attributes.size === 0 ? '' : encodeAttributes(attributes).toString('base64');
}

export function decodedFromRecord(kept: string): IppAttributes {
  return kept === '' ? new Map() : decodeAttributes(Buffer.from(kept, 'base64'));
}
