import { z } from 'zod';
import { integer, type SecretSource, secret } from './values.ts';

export type StoreInFile =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'memory' }
  | {
      readonly kind: 'mongo';
      readonly uri: SecretSource;
      readonly database: string;
      readonly selectTimeoutMs: number;
    };

const kinds: z.ZodType<StoreInFile> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('embedded').meta({ description: 'One file in the data folder; no server needed.' }),
  }),
  z.strictObject({
    kind: z.literal('memory').meta({ description: 'For tests: accounts and jobs are gone when it ends.' }),
  }),
  z.strictObject({
    kind: z.literal('mongo').meta({ description: 'A MongoDB server, replica set or sharded cluster.' }),
    uri: secret.meta({
      description:
        'Connection string, `mongodb://…` or `mongodb+srv://…`. One with a password belongs into a variable or a file of its own.',
    }),
    database: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,63}$/)
      .default('platen')
      .meta({
        description: 'Name of the database.',
        expected: '1 to 63 letters, digits, "_" or "-"',
      }),
    selectTimeoutMs: integer(100, 300_000).default(5_000).meta({
      description:
        'How long to look for a usable server before the store counts as away. Five seconds outlast an election.',
      unit: 'ms',
    }),
  }),
]);

export const storeSchema: z.ZodType<StoreInFile> = kinds
  .prefault({ kind: 'embedded' })
  .meta({ description: 'Where accounts and jobs are kept.' });
