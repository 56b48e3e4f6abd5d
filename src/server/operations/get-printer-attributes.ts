import { attributeOf, mimeMediaType, statuses } from '../../ipp/index.ts';
import { failure, success } from '../answer.ts';
import type { Operation } from '../exchange.ts';
import { documentFormat } from '../job-request.ts';
import { requestedAttributes } from '../requested.ts';

/** RFC 8011 §4.2.5. */
export const getPrinterAttributes: Operation = {
  target: 'printer',
  answer: ({ operation, address }, printer, { printerAttributes }) => {
    const format = operation.has('document-format') ? documentFormat(operation) : undefined;
    if (format !== undefined && !printer.capabilities.formats.includes(format)) {
      const refused = [attributeOf('document-format', mimeMediaType(format))];
      return failure(
        statuses.clientErrorDocumentFormatNotSupported,
        `Documents of type ${format} are not supported.`,
        refused,
      );
    }
    return success(printerAttributes.group(printer, address, requestedAttributes(operation)));
  },
};
