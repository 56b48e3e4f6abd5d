import type { IppAttribute, IppAttributes } from '../../ipp/index.ts';
import { operatorTextOctetsMax } from '../attributes/settable.ts';
import { only } from './checks.ts';

/**
 * What an operator says of a printer or a job: a text, perhaps an empty one, or `no-value`, which says that there is no
 * message and is told again as it came (RFC 3380 §5.1, §5.2).
 */
export type OperatorWord = string | null;

/** undefined: nothing that could be said so. */
export function operatorWord(attribute: IppAttribute | undefined): OperatorWord | undefined {
  const value = only(attribute);
  if (value?.syntax === 'no-value') return null;
  const isText = value?.syntax === 'text' || value?.syntax === 'textWithLanguage';
  return isText && Buffer.byteLength(value.value) <= operatorTextOctetsMax ? value.value : undefined;
}

/** What is said of a printer with an operation that changes it; nothing when it is not said, or not as it must be. */
export function wordOnPrinter(operation: IppAttributes): OperatorWord | undefined {
  return operatorWord(operation.get('printer-message-from-operator'));
}
