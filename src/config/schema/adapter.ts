import { z } from 'zod';
import type { AdapterToken } from '../config.ts';
import { integer, path, printerName } from './values.ts';

export interface AdapterInFile {
  readonly socket?: string;
  readonly group?: string;
  readonly tokens: readonly AdapterToken[];
  readonly openAttemptMs: number;
  readonly retryWaitMs: number;
}

export interface CupsInFile {
  readonly queues: Readonly<Record<string, string>>;
}

const hour = 3_600_000;
const tokensMax = 1_000;
/** A queue of CUPS has at most 127 octets in its name, and none of these (lpadmin(8)). */
const queueName = /^[^\s/#?'"\\\p{Cc}]{1,127}$/u;

const token: z.ZodType<AdapterToken> = z.strictObject({
  name: printerName.meta({ description: 'For logs and `platen explain`; never the secret.' }),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({
      description:
        'SHA-256 of the token, in hex. The token itself has at least 128 random bits, so that a plain hash is enough: `openssl rand -hex 16 | tee token | tr -d "\\n" | sha256sum`.',
      expected: '64 hexadecimal digits in lower case',
    }),
});

export const adapter: z.ZodType<AdapterInFile> = z.strictObject({
  socket: path.exactOptional().meta({
    description:
      'Unix socket for the CUPS adapter `cupspykota`. When absent: `adapter.sock` in the data folder. CUPS runs most backends as another user, who must be able to reach the folder: then name one such as `/run/platen/adapter.sock`.',
  }),
  group: z
    .string()
    .regex(/^[a-z_0-9][a-z0-9_.-]{0,31}\$?$/i)
    .exactOptional()
    .meta({
      description:
        'Group that may use the socket, by name or number: the one that CUPS runs its backends with, mostly `lp`. Without it only the user of the server and root may.',
      expected: 'the name or the number of a group',
    }),
  tokens: z.array(token).max(tokensMax).default([]).meta({
    description:
      'Adapters on other machines, which say who they are by a token. Only over TLS, or on this machine.',
  }),
  openAttemptMs: integer(1_000, 7 * 24 * hour)
    .default(4 * hour)
    .meta({
      description:
        'How long a backend may run without a word of its adapter; then its job is listed for the operator. CUPS itself gives up after 3 hours (MaxJobTime).',
      unit: 'ms',
    }),
  retryWaitMs: integer(1_000, 7 * 24 * hour)
    .default(hour)
    .meta({
      description:
        'How long the reservation of a job that did not print, or was stopped, waits for CUPS to try again. CUPS itself tries 5 times, 30 seconds apart.',
      unit: 'ms',
    }),
});

export const cups: z.ZodType<CupsInFile> = z.strictObject({
  queues: z.record(z.string().regex(queueName), printerName).default({}).meta({
    description:
      'Which printer governs a queue of CUPS that has another name: `{ "QUEUE": "PRINTER" }`. Every other queue belongs to the printer of its own name.',
    expected: 'names of queues with names of printers of this file',
  }),
});
