import { type IppAttribute, type IppAttributes, statuses } from '../../ipp/index.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { failure, type IppAnswer } from './answer.ts';
import { isToldByCups } from './answers.ts';
import type { Client } from './clients.ts';

/**
 * The answer to a job that lacks what its printer demands (printer-mandatory-job-attributes, PWG 5100.13); undefined when
 * it lacks nothing. Who pays has a status of its own (PWG 5100.16 §8.1); the CUPS backend gets the one at which it holds
 * the job and says why, since one that it does not know would have it try for ever.
 */
export function mandatoryAnswer(
  asked: readonly IppAttributes[],
  settings: PrinterSettings,
  client: Client,
): IppAnswer | undefined {
  const missing = settings.mandatoryJobAttributes.filter((name) =>
    asked.every((group) => !isSaid(group.get(name))),
  );
  if (missing.length === 0) return undefined;
  const message = say('attributes-demanded', { printer: settings.name, names: missing.join(', ') });
  if (isToldByCups(client, settings)) return failure(statuses.cupsAccountInfoNeeded, message);
  return missing.some((name) => accountNames.has(name))
    ? failure(statuses.clientErrorAccountInfoNeeded, message)
    : failure(statuses.clientErrorBadRequest, message);
}

const accountNames: ReadonlySet<string> = new Set(['job-account-id', 'job-accounting-user-id']);

/** An empty name and an out-of-band value say nothing. */
function isSaid(attribute: IppAttribute | undefined): boolean {
  const [value] = attribute?.values ?? [];
  if (value === undefined) return false;
  return 'value' in value ? value.value !== '' : 'members' in value || 'lower' in value;
}
