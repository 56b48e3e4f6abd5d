import { z } from 'zod';
import { type CounterLimit, type LimitMode, limitModes } from '../../model/account.ts';
import { type Amount, amountMax, impressionsMax } from '../../model/money.ts';
import type { NameRules } from '../config.ts';
import { amount, integer, printerName } from './values.ts';

export interface UsersInFile {
  readonly unknown: 'create' | 'deny' | 'allow';
  readonly template: {
    readonly mode: LimitMode;
    readonly balance: Amount;
    readonly overdraft: Amount;
    readonly limits: Readonly<Record<string, CounterLimit>>;
  };
  readonly normalise: NameRules;
}

const counterLimit: z.ZodType<CounterLimit> = z.strictObject({
  soft: integer(0, impressionsMax).exactOptional().meta({
    description: 'Impressions after which the user is warned.',
    unit: 'impressions',
  }),
  hard: integer(0, impressionsMax).exactOptional().meta({
    description: 'Impressions that can be printed; reaching it exactly is allowed.',
    unit: 'impressions',
  }),
});

export const users: z.ZodType<UsersInFile> = z.strictObject({
  unknown: z.enum(['create', 'deny', 'allow']).default('create').meta({
    description:
      'A user without an account: `create` makes one from `template`, `deny` refuses, `allow` prints without an account (in the history as unknown).',
  }),
  template: z
    .strictObject({
      mode: z.enum(limitModes).default('accounting-only').meta({
        description:
          'What limits the user: impressions per printer (`quota`), money (`balance`), `both`, nothing though all is counted and charged (`accounting-only`), nothing and free (`exempt`); `blocked` never prints.',
      }),
      balance: amount(-amountMax)
        .prefault('0')
        .meta({ description: 'Granted once, when the account is made.', unit: 'currency units' }),
      overdraft: amount()
        .prefault('0')
        .meta({ description: 'How far below zero the wallet may go.', unit: 'currency units' }),
      limits: z
        .record(printerName, counterLimit)
        .default({})
        .meta({ description: 'By printer name. A printer that is not named has no limit.' }),
    })
    .prefault({})
    .meta({ description: 'Accounts that are made by themselves begin like this.' }),
  normalise: z
    .strictObject({
      case: z.enum(['lower', 'keep']).default('lower').meta({
        description:
          'Whether `Alice` and `alice` are one person. `lower`, because Windows clients send either.',
      }),
      stripDomain: z.boolean().default(true).meta({ description: 'Take `DOMAIN\\user` for `user`.' }),
      stripRealm: z.boolean().default(true).meta({ description: 'Take `user@realm` for `user`.' }),
    })
    .prefault({})
    .meta({ description: 'How the names that clients send become the names of accounts.' }),
});
