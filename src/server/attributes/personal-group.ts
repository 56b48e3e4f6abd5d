import { messageOf } from '../../base/fault.ts';
import type { PrinterView } from '../../jobs/index.ts';
import type { IppRequest, Services } from '../requests/exchange.ts';
import { type Requested, requestedAttributes } from '../requests/requested.ts';
import { personalAttributes, personalNames } from './personal.ts';

/** Milliseconds that a look at a printer may wait for the accounts; then it is answered as for everybody. */
const accountsMs = 500;

/** Whether the answer has anything personal in it. */
export function wantsPersonal(requested: Requested): boolean {
  const groups = ['printer-description', 'job-template'];
  return [...personalNames].some((name) => requested.wants(name, groups));
}

/** The printer as this person is to see it. */
export async function personalGroup(
  { identity, operation, address, speech }: IppRequest,
  view: PrinterView,
  { jobs, printerAttributes, log }: Services,
): Promise<Buffer> {
  const asked = { address, requested: requestedAttributes(operation), speech };
  const { name } = view.settings;
  const signal = AbortSignal.timeout(accountsMs);
  try {
    const allowance = await Promise.race([jobs.allowance(name, identity.name), ended(signal)]);
    if (allowance === undefined) return printerAttributes.group(view, asked);
    const own = personalAttributes(printerAttributes.offered(view), { view, allowance, speech });
    return printerAttributes.personalGroup(view, asked, own);
  } catch (error) {
    log.forPrinter(name).warn('accounts not asked', { why: messageOf(error) });
    return printerAttributes.group(view, asked);
  }
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve(undefined);
      },
      { once: true },
    );
  });
}
