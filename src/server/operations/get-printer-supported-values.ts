import { attributeOf, groupTags, outOfBand } from '../../ipp/index.ts';
import { encodeGroup, success } from '../answer.ts';
import type { Operation } from '../exchange.ts';
import { requestedAttributes } from '../requested.ts';

/**
 * RFC 3380 §4.3: the values that Set-Printer-Attributes would take. Printers are set in the configuration only, so each
 * attribute that is asked for by name is told to be not settable.
 */
export const getPrinterSupportedValues: Operation = {
  target: 'printer',
  answer: ({ operation }, printer, { printerAttributes }) => {
    const { names } = requestedAttributes(operation, []);
    const known = [...printerAttributes.offered(printer).keys()].filter((name) => names.has(name));
    const list = known.map((name) => attributeOf(name, outOfBand('not-settable')));
    return success(encodeGroup(groupTags.printer, list));
  },
};
