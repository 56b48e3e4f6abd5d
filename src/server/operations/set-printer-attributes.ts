import {
  attributeOf,
  groupOf,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  isOutOfBand,
  outOfBand,
  statuses,
} from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import type { PrinterStanding } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { anyFormat } from '../attributes/description.ts';
import { settablePrinterAttributes } from '../attributes/settable.ts';
import { documentFormat } from '../jobs/document-format.ts';
import { refusedSettings } from '../jobs/refused-settings.ts';
import { badRequest, failure, type IppAnswer, noAttributes, success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';
import { type OperatorWord, operatorWord } from '../requests/operator-word.ts';
import { operatorsOnly } from '../requests/operators.ts';
import { formatRefusal } from '../requests/unprinted-format.ts';

type Settable = (typeof settablePrinterAttributes)[number];

const standingOf: Readonly<Record<Settable, (word: OperatorWord) => Partial<PrinterStanding>>> = {
  'printer-info': (info) => ({ info: info ?? undefined }),
  'printer-location': (location) => ({ location: location ?? undefined }),
  'printer-message-from-operator': (message) => ({ message }),
};

/**
 * RFC 3380 §4.1: all attributes or none; `no-value` brings back what is configured. `delete-attribute` is for jobs alone (§8.2).
 */
export const setPrinterAttributes: Operation = {
  target: 'printer',
  answer: async (request, printer, { jobs, printerAttributes }) => {
    const refused = operatorsOnly(request);
    if (refused !== undefined) return refused;
    const unprinted = formatRefused(request.operation, printer);
    if (unprinted !== undefined) return unprinted;
    const asked = groupOf(request.message, groupTags.printer) ?? noAttributes;
    if (asked.size === 0) return badRequest('Set-Printer-Attributes without printer attributes.');
    const unsettable = refusedSettings(asked, {
      isSettable,
      isKnown: (name) => printerAttributes.tells(printer, request, name),
      wrongIn: (attribute) => (operatorWord(attribute) === undefined ? told(attribute) : undefined),
    });
    if (unsettable !== undefined) return unsettable;
    await jobs.changePrinter(printer.settings.name, changeOf(asked));
    return success();
  },
};

/** Nothing that can be set differs by document-format, but that must be one that is printed, not all at once (§4.1.2). */
function formatRefused(operation: IppAttributes, printer: PrinterView): IppAnswer | undefined {
  const asked = operation.get('document-format');
  if (asked === undefined || documentFormat(operation) !== undefined)
    return formatRefusal(operation, printer);
  const words = say('format-not-supported', { format: anyFormat });
  return failure(statuses.clientErrorDocumentFormatNotSupported, words, [asked]);
}

function changeOf(asked: IppAttributes): Partial<PrinterStanding> {
  let change: Partial<PrinterStanding> = {};
  for (const name of settablePrinterAttributes) {
    const word = operatorWord(asked.get(name));
    if (word !== undefined) change = { ...change, ...standingOf[name](word) };
  }
  return change;
}

function isSettable(name: string): name is Settable {
  return settablePrinterAttributes.some((settable) => settable === name);
}

/** What stands for nothing that a printer could have is told as unsupported (RFC 3380 §8). */
function told(attribute: IppAttribute): IppAttribute {
  return attribute.values.some(isOutOfBand)
    ? attributeOf(attribute.name, outOfBand('unsupported'))
    : attribute;
}
