import { attributeOf, mimeMediaType, statuses } from '../../ipp/index.ts';
import { maySeeAccount } from '../../model/may-see-account.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, success } from '../answer.ts';
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
    const asked = { address, requested: requestedAttributes(operation), speech };
    if (maySeeAccount(request.identity, printer.settings) && wantsPersonal(asked.requested)) {
      return personalGroup(request, printer, services).then((group) => success(group));
    }
    const group = printerAttributes.group(printer, asked);
    // Another state of the device may bring other formats, and a secret address may be taken back.
    if (format !== undefined || address.token !== undefined) return success(group);
    const { name } = printer.settings;
    const again = printerAttributes.repeated(asked);
    const repeat = (): Buffer | undefined => {
      const view = jobs.printer(name);
      return view && again(view);
    };
    return { ...success(group), repeat };
  },
};
