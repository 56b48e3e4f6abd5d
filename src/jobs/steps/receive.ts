import { refusalsOf } from '../../accounting/index.ts';
import { isFault } from '../../base/fault.ts';
import { byPrecedence, type Refusal } from '../../model/refusal.ts';
import type { Accounts, Payer } from '../accounts.ts';
import type { JobRequest } from '../print-jobs.ts';
import { accepts, type Printer } from '../printers.ts';
import { quoteBeforeDocument } from './quote.ts';
import { diskFull } from './spool.ts';

/** A request that nothing speaks against so far. */
export interface Receipt {
  readonly printer: Printer;
  readonly payer: Payer;
}

export type Received =
  | { readonly kind: 'received'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export interface ReceiveInput {
  readonly request: JobRequest;
  readonly printer: Printer | undefined;
  readonly accounts: Accounts;
  readonly stopping: boolean;
  readonly queueFull: boolean;
  readonly diskFull: boolean;
}

/** Everything that can be refused without the document, all reasons at once, in order of precedence. */
export async function receive(input: ReceiveInput): Promise<Received> {
  const { printer, request } = input;
  if (printer === undefined) {
    return refused([{ kind: 'unknown-printer', message: `There is no printer named ${request.printer}.` }]);
  }
  const refusals = [
    ...wayRefusals(request, printer),
    ...doorRefusals(input),
    ...requestRefusals(request, printer),
  ];
  const payer = await payerOf(input);
  if (payer.kind === 'refused') refusals.push(payer.refusal);
  if (payer.kind === 'account') refusals.push(...leastRefusals(request, printer, payer));
  return refusals.length > 0 ? refused(refusals) : { kind: 'received', receipt: { printer, payer } };
}

/** A queue of CUPS takes jobs from its adapter alone, and the adapter may not have a device of ours printed beside us. */
function wayRefusals({ cups }: JobRequest, { settings, device }: Printer): readonly Refusal[] {
  const { name } = settings;
  const relayed = cups === undefined || cups.relay;
  if (device.kind === 'cups' && relayed) {
    const message =
      cups === undefined
        ? `${name} is a queue of a CUPS server; print to that queue.`
        : `${name} is a queue of CUPS without a device of its own; give its queue the device cupspykota:URI.`;
    return [{ kind: 'wrong-way', message }];
  }
  if (device.kind === 'cups' || relayed) return [];
  const message = `${name} has a device of its own here; as a queue of CUPS it has the device cupspykota: in the configuration.`;
  return [{ kind: 'wrong-way', message }];
}

function doorRefusals({ stopping, queueFull, diskFull: isFull, request, printer }: ReceiveInput): Refusal[] {
  const refusals: Refusal[] = [];
  if (stopping)
    refusals.push({
      kind: 'shutting-down',
      message: 'The print server is being stopped; try again in a minute.',
    });
  if (printer !== undefined && !accepts(printer))
    refusals.push({
      kind: 'not-accepting',
      message: `${request.printer} takes no jobs now; an operator has switched it off.`,
    });
  if (queueFull)
    refusals.push({
      kind: 'not-accepting',
      message: `The queue of ${request.printer} is full; try again later.`,
    });
  if (isFull) refusals.push(diskFull);
  return refusals;
}

function requestRefusals(request: JobRequest, { settings, description }: Printer): Refusal[] {
  const refusals: Refusal[] = [];
  const { level } = request.identity;
  if (level !== 'local' && !settings.identity.levels.includes(level)) {
    refusals.push({
      kind: 'identity-too-weak',
      message: `${settings.name} wants to know better who prints: by ${settings.identity.levels.join(' or ')}, not ${level}.`,
    });
  }
  const { formats } = description.capabilities;
  if (request.format !== undefined && !isAnyFormat(request.format) && !formats.includes(request.format)) {
    refusals.push({
      kind: 'format-not-supported',
      message: `${settings.name} does not take ${request.format}; it takes ${formats.join(', ')}.`,
    });
  }
  const { octets } = request.estimate;
  if (octets !== undefined && octets > settings.documentOctetsMax) {
    refusals.push({
      kind: 'too-large',
      message: `The document would be ${octets} octets; ${settings.name} takes at most ${settings.documentOctetsMax}.`,
      limit: settings.documentOctetsMax,
      need: octets,
    });
  }
  return refusals;
}

/** application/octet-stream asks the printer to look for itself (RFC 8011 §5.1.10). */
export function isAnyFormat(format: string): boolean {
  return format === 'application/octet-stream';
}

async function payerOf({ accounts, request }: ReceiveInput): Promise<Payer> {
  try {
    return await accounts.payer(request.identity.name);
  } catch (error) {
    if (!isFault(error, 'store-unreachable')) throw error;
    return { kind: 'refused', refusal: storeAway };
  }
}

const storeAway: Refusal = {
  kind: 'store-away',
  message: 'The accounts cannot be reached just now; try again in a minute.',
};

function leastRefusals(
  request: JobRequest,
  printer: Printer,
  payer: Extract<Payer, { kind: 'account' }>,
): readonly Refusal[] {
  const least = quoteBeforeDocument({ printer, ticket: request.ticket, payer }, request.estimate.impressions);
  if (least.kind === 'refused') return [least.refusal];
  return refusalsOf({ account: payer.account, printer: printer.settings.name, quote: least.quote });
}

function refused(refusals: readonly Refusal[]): Received {
  return { kind: 'refused', refusals: byPrecedence(refusals) };
}
