import { groupTags } from '../../ipp/index.ts';
import { encodeGroup, success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { operatorsOnly } from '../requests/operators.ts';
import { formatRefusal } from '../requests/unprinted-format.ts';

/**
 * RFC 3380 §4.3: for operators, the `xxx-supported` attributes that Set-Printer-Attributes would take, and only those. There
 * are none: what a printer supports is read from its device and its configuration.
 */
export const getPrinterSupportedValues: Operation = {
  target: 'printer',
  answer: (request, printer) =>
    operatorsOnly(request) ??
    formatRefusal(request.operation, printer) ??
    success(encodeGroup(groupTags.printer, [])),
};
