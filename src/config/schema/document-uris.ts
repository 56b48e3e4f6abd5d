import { z } from 'zod';
import type { DocumentUrisConfig } from '../config.ts';
import { integer } from './values.ts';

/** A name or address, in brackets for IPv6, and perhaps a port. */
const place = /^(?:[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

export const documentUris: z.ZodType<DocumentUrisConfig> = z.strictObject({
  allowedHosts: z
    .array(z.string().regex(place).meta({ expected: '"HOST" or "HOST:PORT" such as "files.example.org"' }))
    .max(1_000)
    .default([])
    .meta({
      description:
        'Hosts from which clients may have documents fetched over HTTP and HTTPS. Without a port only 80 and 443 are meant. None: Print-URI and Send-URI are not offered. Whoever may print can have anything fetched that these hosts show to this machine; a name that leads to this machine itself or its link is refused, unless `localhost` or the address is named here.',
    }),
  idleMs: integer(100, 3_600_000).default(30_000).meta({
    description: 'Time without one octet after which fetching is given up.',
    unit: 'ms',
  }),
  withinMs: integer(1_000, 86_400_000).default(600_000).meta({
    description: 'Time for one document in all; its size is limited by `documentOctetsMax`.',
    unit: 'ms',
  }),
});
