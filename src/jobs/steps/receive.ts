import { isFault } from '../../base/fault.ts';
import { byPrecedence, type Refusal } from '../../model/refusal.ts';
import { say } from '../../model/sentences/sentence.ts';
import type { Accounts, Payer } from '../accounts.ts';
import type { JobRequest } from '../print-jobs.ts';
import { accepts, type Printer } from '../printers.ts';
import { type Decision, decide } from './decide.ts';
import { quoteBeforeDocument } from './quote.ts';
import { diskFull } from './spool.ts';

/** A request that nothing speaks against so far. */
export interface Receipt {
  readonly printer: Printer;
  readonly payer: Payer;
  /** On what the client says of its document. */
  readonly decision: Decision;
}

export type Received =
  | { readonly kind: 'received'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export interface ReceiveInput {
  readonly request: JobRequest;
  readonly printer: Printer | undefined;
  readonly accounts: Accounts;
  /** Nothing is sent yet: Validate-Job is answered while Disable-Printer keeps jobs out (RFC 3998 §3.1.1). */
  readonly asking: boolean;
  readonly stopping: boolean;
  readonly queueFull: boolean;
  readonly diskFull: boolean;
}

/** Everything that can be refused without the document, all reasons at once, in order of precedence. */
export async function receive(input: ReceiveInput): Promise<Received> {
  const { printer, request } = input;
  if (printer === undefined) {
    return refused([
      { kind: 'unknown-printer', message: say('unknown-printer', { printer: request.printer }) },
    ]);
  }
  const refusals = [
    ...wayRefusals(request, printer),
    ...doorRefusals(input),
    ...requestRefusals(request, printer),
  ];
  // Nobody hears of an account by a name that the printer does not believe.
  if (refusals.some(({ kind }) => kind === 'identity-too-weak')) return refused(refusals);
  const isQuote = printer.device.kind === 'quote';
  const payer = await payerOf(input, isQuote);
  const least = quoteBeforeDocument({ printer, ticket: request.ticket, payer }, request.estimate.sides);
  const decision = decide(payer, printer.counters, least);
  // Why it would be refused is what somebody asks for there.
  if (!isQuote) refusals.push(...decision.refusals);
  const away = decision.refusals.filter(({ kind }) => kind === 'store-away');
  if (isQuote) refusals.push(...away);
  return refusals.length > 0
    ? refused(refusals)
    : { kind: 'received', receipt: { printer, payer, decision } };
}

/** A queue of CUPS takes jobs from its adapter alone, and the adapter may not have a device of ours printed beside us. */
function wayRefusals({ cups }: JobRequest, { settings, device }: Printer): readonly Refusal[] {
  const { name } = settings;
  const relayed = cups === undefined || cups.relay;
  if (device.kind === 'cups' && relayed) {
    const sentence = cups === undefined ? 'queue-of-cups' : 'queue-without-device';
    return [{ kind: 'wrong-way', message: say(sentence, { printer: name }) }];
  }
  if (device.kind === 'cups' || relayed) return [];
  return [{ kind: 'wrong-way', message: say('queue-with-device', { printer: name }) }];
}

function doorRefusals({
  asking,
  stopping,
  queueFull,
  diskFull: isFull,
  request,
  printer,
}: ReceiveInput): Refusal[] {
  const refusals: Refusal[] = [];
  if (stopping)
    refusals.push({
      kind: 'shutting-down',
      message: say('server-stops'),
    });
  if (printer !== undefined && (asking ? printer.standing.shutDown : !accepts(printer)))
    refusals.push({
      kind: 'not-accepting',
      message: say('switched-off', { printer: request.printer }),
    });
  if (queueFull)
    refusals.push({
      kind: 'not-accepting',
      message: say('queue-full', { printer: request.printer }),
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
      message: say('identity-too-weak', { printer: settings.name, levels: settings.identity.levels, level }),
    });
  }
  const { formats } = description.capabilities;
  if (request.format !== undefined && !isAnyFormat(request.format) && !formats.includes(request.format)) {
    refusals.push({
      kind: 'format-not-supported',
      message: say('format-not-taken', {
        printer: settings.name,
        format: request.format,
        formats: formats.join(', '),
      }),
    });
  }
  const { octets } = request.estimate;
  if (octets !== undefined && octets > settings.documentOctetsMax) {
    refusals.push({
      kind: 'too-large',
      message: say('document-would-be-too-large', {
        octets,
        printer: settings.name,
        limit: settings.documentOctetsMax,
      }),
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

async function payerOf({ accounts, request }: ReceiveInput, looks: boolean): Promise<Payer> {
  const { name } = request.identity;
  try {
    return await (looks ? accounts.known(name) : accounts.payer(name));
  } catch (error) {
    if (!isFault(error, 'store-unreachable')) throw error;
    return { kind: 'refused', refusal: storeAway };
  }
}

const storeAway: Refusal = {
  kind: 'store-away',
  message: say('store-away'),
};

function refused(refusals: readonly Refusal[]): Received {
  return { kind: 'refused', refusals: byPrecedence(refusals) };
}
