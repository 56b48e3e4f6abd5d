import {
  attributeOf,
  type IppAttribute,
  type IppAttributes,
  mimeMediaType,
  statuses,
} from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { say } from '../../model/sentences/sentence.ts';
import { documentFormat } from '../jobs/document-format.ts';
import { failure, type IppAnswer } from './answer.ts';

/** The answer to a request about a document of a format that the printer does not take; undefined: it takes it. */
export function formatRefusal(operation: IppAttributes, printer: PrinterView): IppAnswer | undefined {
  const unprinted = unprintedFormat(operation, printer);
  if (unprinted === undefined) return undefined;
  const format = documentFormat(operation) ?? '';
  const words = say('format-not-supported', { format });
  return failure(statuses.clientErrorDocumentFormatNotSupported, words, [unprinted]);
}

/** A refusal for the format that the client named, with that format in the unsupported group (RFC 8011 §4.1.7). */
export function namingFormat(answer: IppAnswer, operation: IppAttributes, printer: PrinterView): IppAnswer {
  if (answer.status !== statuses.clientErrorDocumentFormatNotSupported) return answer;
  const unprinted = unprintedFormat(operation, printer);
  return unprinted === undefined ? answer : { ...answer, unsupported: [unprinted] };
}

function unprintedFormat(operation: IppAttributes, { capabilities }: PrinterView): IppAttribute | undefined {
  const format = documentFormat(operation);
  if (format === undefined || capabilities.formats.includes(format)) return undefined;
  return attributeOf('document-format', mimeMediaType(format));
}
