import { z } from 'zod';
import type { TlsConfig } from '../config.ts';
import { path } from './values.ts';

export const tls: z.ZodType<TlsConfig> = z.strictObject({
  enabled: z.boolean().default(true).meta({
    description:
      'Whether clients may come by TLS (`ipps:`, `https:`), at once or by HTTP Upgrade. Plain HTTP stays possible beside it.',
  }),
  certificate: path.exactOptional().meta({
    description:
      'File with the certificate and its chain, PEM. Read again when it changes and on SIGHUP. Without it one is made, signed by itself and kept in the data folder.',
  }),
  key: path
    .exactOptional()
    .meta({ description: 'File with the private key of `certificate`, PEM, unencrypted.' }),
  clientCa: path.exactOptional().meta({
    description:
      'File with certificates that vouch for clients, PEM. Only then are clients asked for theirs.',
  }),
  clientCrl: path.exactOptional().meta({
    description:
      'File with revocation lists, PEM: one of every authority in `clientCa`. A certificate in it, or of an authority without a list that is still valid, counts as none.',
  }),
  names: z.array(z.string().min(1).max(253)).max(100).default([]).meta({
    description:
      'Names and addresses under which clients reach this server, for the self-signed certificate. Those of this machine are in it by themselves.',
    expected: 'a list of host names and addresses',
  }),
});
