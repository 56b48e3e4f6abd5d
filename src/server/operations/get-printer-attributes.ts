import { attributeOf, mimeMediaType, statuses } from '../../ipp/index.ts';
import type { PrinterView } from '../../jobs/index.ts';
import { maySeeAccount } from '../../model/may-see-account.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer, success } from '../answer.ts';
import type { Operation } from '../exchange.ts';
import { documentFormat } from '../job-request.ts';
import { personalGroup, wantsPersonal } from '../personal-group.ts';
import { requestedAttributes } from '../requested.ts';

/** RFC 8011 §4.2.5. */
export const getPrinterAttributes: Operation = {
  target: 'printer',
  answer: (request, printer, services) => {
    const { operation, address, speech } = request;
    const { jobs, printerAttributes } = services;
    const format = operation.has('document-format') ? documentFormat(operation) : undefined;
    if (format !== undefined && !printer.capabilities.formats.includes(format)) {
      const refused = [attributeOf('document-format', mimeMediaType(format))];
      return failure(
        statuses.clientErrorDocumentFormatNotSupported,
        say('format-not-supported', { format }),
        refused,
      );
    }
    const requested = requestedAttributes(operation);
    const answer = (view: PrinterView): IppAnswer =>
      success(printerAttributes.group(view, { address, requested, speech }));
    if (maySeeAccount(request.identity, printer.settings) && wantsPersonal(requested)) {
      return personalGroup(request, printer, services).then((group) => success(group));
    }
    // Another state of the device may bring other formats.
    if (format !== undefined) return answer(printer);
    const { name } = printer.settings;
    const repeat = (): IppAnswer | undefined => {
      const view = jobs.printer(name);
      return view && answer(view);
    };
    return { ...answer(printer), repeat };
  },
};
