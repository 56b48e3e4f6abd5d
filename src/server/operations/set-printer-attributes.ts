import { groupOf, groupTags, type IppAttribute, type IppAttributes } from '../../ipp/index.ts';
import type { PrinterStanding } from '../../model/printer.ts';
import { operatorTextOctetsMax, settablePrinterAttributes } from '../attributes/settable.ts';
import { refusedSettings } from '../jobs/refused-settings.ts';
import { badRequest, noAttributes, success } from '../requests/answer.ts';
import { only } from '../requests/checks.ts';
import type { Operation } from '../requests/exchange.ts';
import { operatorsOnly } from '../requests/operators.ts';

type Settable = (typeof settablePrinterAttributes)[number];

const standingOf: Readonly<Record<Settable, (value: string | undefined) => Partial<PrinterStanding>>> = {
  'printer-info': (info) => ({ info }),
  'printer-location': (location) => ({ location }),
  'printer-message-from-operator': (message = '') => ({ message }),
};

/** RFC 3380 §4.1: all attributes or none; `delete-attribute` brings back what is configured. */
export const setPrinterAttributes: Operation = {
  target: 'printer',
  answer: async (request, printer, { jobs, printerAttributes }) => {
    const refused = operatorsOnly(request);
    if (refused !== undefined) return refused;
    const asked = groupOf(request.message, groupTags.printer) ?? noAttributes;
    if (asked.size === 0) return badRequest('Set-Printer-Attributes without printer attributes.');
    const unsettable = refusedSettings(asked, {
      isSettable,
      isKnown: (name) => printerAttributes.tells(printer, request, name),
      isValue: (attribute) => textOf(attribute) !== undefined,
    });
    if (unsettable !== undefined) return unsettable;
    await jobs.changePrinter(printer.settings.name, changeOf(asked));
    return success();
  },
};

function changeOf(asked: IppAttributes): Partial<PrinterStanding> {
  let change: Partial<PrinterStanding> = {};
  for (const name of settablePrinterAttributes) {
    const attribute = asked.get(name);
    if (attribute !== undefined) change = { ...change, ...standingOf[name](textOf(attribute)?.text) };
  }
  return change;
}

function isSettable(name: string): name is Settable {
  return settablePrinterAttributes.some((settable) => settable === name);
}

/** A text that fits, or none at all for `delete-attribute`; undefined for what cannot be set. */
function textOf(attribute: IppAttribute): { readonly text: string | undefined } | undefined {
  const value = only(attribute);
  if (value?.syntax === 'delete-attribute') return { text: undefined };
  const isText = value?.syntax === 'text' || value?.syntax === 'textWithLanguage';
  return isText && Buffer.byteLength(value.value) <= operatorTextOctetsMax
    ? { text: value.value }
    : undefined;
}
