import { attributeOf, firstString, keyword, statuses, strings } from '../../ipp/index.ts';
import { operatorTextOctetsMax } from '../attributes/settable.ts';
import { ignoredPart } from '../jobs/job-answers.ts';
import { failure, success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';

/** What the operator's log can do for a person who looks for a printer. */
const display = 'display';

/** PWG 5100.13 §5.1: says in the log which printer is meant; flashes and sounds are the device's and not passed on. */
export const identifyPrinter: Operation = {
  target: 'printer',
  answer: ({ operation, identity }, { settings }, { log }) => {
    const message = firstString(operation, 'message') ?? '';
    // The registry has other messages under this name, which may be longer.
    if (Buffer.byteLength(message) > operatorTextOctetsMax) {
      return failure(
        statuses.clientErrorRequestValueTooLong,
        `The message may have at most ${operatorTextOctetsMax} octets.`,
      );
    }
    const ignored = strings(operation, 'identify-actions').filter((action) => action !== display);
    log.forPrinter(settings.name).info('identify printer', {
      by: identity.name,
      text: message,
    });
    const refused = ignored.length === 0 ? [] : [attributeOf('identify-actions', ...ignored.map(keyword))];
    return { ...success(), ...ignoredPart({ attributes: refused, conflicting: false }) };
  },
};
