import type { PrinterView } from '../../jobs/index.ts';
import { maySeeAccount } from '../../model/may-see-account.ts';
import { personalGroup, wantsPersonal } from '../attributes/personal-group.ts';
import { proofChallenge } from '../http/challenge.ts';
import { success } from '../requests/answer.ts';
import type { Answering, IppRequest, Operation, Services } from '../requests/exchange.ts';
import { requestedAttributes } from '../requests/requested.ts';
import { formatRefusal } from '../requests/unprinted-format.ts';

/** RFC 8011 §4.2.5. */
export const getPrinterAttributes: Operation = { target: 'printer', answer: described };

/**
 * PWG 5100.11-2024: what the printer is for the one who asks. Get-Printer-Attributes tells the same to whoever has proved who it
 * is; here the proof is asked for, where one can be given.
 */
export const getUserPrinterAttributes: Operation = {
  target: 'printer',
  answer: (request, printer, services) => {
    const known = maySeeAccount(request.identity, printer.settings);
    return (known ? undefined : proofChallenge(request)) ?? described(request, printer, services);
  },
};

function described(request: IppRequest, printer: PrinterView, services: Services): Answering {
  const { operation, address, speech } = request;
  const { jobs, printerAttributes } = services;
  const asksForFormat = operation.has('document-format');
  const refused = asksForFormat ? formatRefusal(operation, printer) : undefined;
  if (refused !== undefined) return refused;
  const asked = { address, requested: requestedAttributes(operation), speech };
  if (maySeeAccount(request.identity, printer.settings) && wantsPersonal(asked.requested)) {
    return personalGroup(request, printer, services).then((group) => success(group));
  }
  const group = printerAttributes.group(printer, asked);
  // Another state of the device may bring other formats, and a secret address may be taken back.
  if (asksForFormat || address.token !== undefined) return success(group);
  const { name } = printer.settings;
  const again = printerAttributes.repeated(asked);
  const repeat = (): Buffer | undefined => {
    const view = jobs.printer(name);
    return view && again(view);
  };
  return { ...success(group), repeat };
}
