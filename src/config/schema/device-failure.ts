import { z } from 'zod';
import type { OnErrorRule } from '../../model/printer.ts';
import { builtInRules } from './built-in-rules.ts';
import { integer, rule } from './values.ts';

export const onError: z.ZodType<Partial<OnErrorRule>> = z.strictObject({
  action: rule(z.enum(['retry', 'hold', 'abort', 'stop']), {
    description:
      'What to do when the device fails a job: try again, hold it for the operator, end it, or stop the printer. Only failures before the first octet are tried again; after it `afterPartial` decides.',
    builtIn: builtInRules.onError.action,
  }),
  tries: rule(integer(1, 1_000), {
    description: 'Attempts in all before the job is held for the operator.',
    builtIn: builtInRules.onError.tries,
  }),
  delayMs: rule(integer(0, 86_400_000), {
    description: 'Wait before the second attempt; ten seconds let a printer wake up.',
    unit: 'ms',
    builtIn: builtInRules.onError.delayMs,
  }),
  backoff: rule(z.number().min(1).max(100), {
    description: 'Factor on the wait from attempt to attempt.',
    builtIn: builtInRules.onError.backoff,
  }),
  delayMaxMs: rule(integer(0, 86_400_000), {
    description: 'Longest wait between attempts.',
    unit: 'ms',
    builtIn: builtInRules.onError.delayMaxMs,
  }),
  charge: rule(z.boolean(), {
    description: 'Whether a job that failed after octets left is charged.',
    builtIn: builtInRules.onError.charge,
  }),
});
