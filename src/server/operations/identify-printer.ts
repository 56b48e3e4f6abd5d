import { attributeOf, firstString, keyword, strings } from '../../ipp/index.ts';
import { ignoredPart } from '../jobs/job-answers.ts';
import { success } from '../requests/answer.ts';
import type { Operation } from '../requests/exchange.ts';

/** What the operator's log can do for a person who looks for a printer. */
const display = 'display';

/** PWG 5100.13 §5.1: says in the log which printer is meant; flashes and sounds are the device's and not passed on. */
export const identifyPrinter: Operation = {
  target: 'printer',
  answer: ({ operation, identity }, { settings }, { log }) => {
    const ignored = strings(operation, 'identify-actions').filter((action) => action !== display);
    log.forPrinter(settings.name).info('identify printer', {
      by: identity.name,
      text: firstString(operation, 'message') ?? '',
    });
    const refused = ignored.length === 0 ? [] : [attributeOf('identify-actions', ...ignored.map(keyword))];
    return { ...success(), ...ignoredPart({ attributes: refused, conflicting: false }) };
  },
};
