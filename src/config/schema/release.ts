import { z } from 'zod';
import { identityLevels } from '../../model/identity.ts';
import type { ReleaseRule } from '../../model/printer.ts';
import { builtInRules } from './built-in-rules.ts';
import { integer, printerName, rule } from './values.ts';

const minutesOfAYear = 366 * 24 * 60;

export const release: z.ZodType<Partial<ReleaseRule>> = z.strictObject({
  by: rule(z.enum(['nobody', 'owner', 'operator']), {
    description:
      'Who releases: `owner` is the one who sent the job (or an operator), `operator` an operator alone. With `nobody` jobs print at once.',
    builtIn: builtInRules.release.by,
  }),
  levels: z.array(z.enum(identityLevels)).min(1).exactOptional().meta({
    description:
      'How the one who releases must be known, or better; `identity.levels` of the printer when absent. `["password"]` lets clients print with a name they only claim and asks for the proof at the release.',
  }),
  at: rule(z.array(printerName), {
    description:
      'Other printers at which a job of this one may be released; it then prints, and is priced and counted, there. A printer with the device `release:` has no other way to print.',
    builtIn: builtInRules.release.at,
  }),
  expireAfterMinutes: rule(integer(1, minutesOfAYear), {
    description:
      'How long after it was sent a job that nobody released, or gave the PIN of, ends. It is not charged and stands in the history as cancelled.',
    unit: 'minutes',
    builtIn: builtInRules.release.expireAfterMinutes,
  }),
});
