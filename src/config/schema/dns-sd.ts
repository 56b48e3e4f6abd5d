import { z } from 'zod';
import type { DnsSdConfig } from '../config.ts';
import { path } from './values.ts';

export const dnsSd: z.ZodType<DnsSdConfig> = z.strictObject({
  enabled: z.boolean().default(true).meta({
    description:
      'Whether printers are announced, so that clients find them. Only where `listen` takes connections from other machines, and only printers whose `dnsSd` is not false.',
  }),
  interfaces: z.array(z.string().min(1).max(64)).min(1).exactOptional().meta({
    description:
      'Network interfaces on which they are announced. When absent: all on which the server listens.',
    expected: 'a list of names such as "eth0"',
  }),
  hostname: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i)
    .exactOptional()
    .meta({
      description:
        'Name under which this machine is announced, without `.local`. When absent: the first part of its own name.',
      expected: 'letters, digits and inner hyphens, at most 63',
    }),
  avahiServices: path.exactOptional().meta({
    description:
      'Folder for files by which Avahi announces the printers, mostly `/etc/avahi/services`. Then the server itself announces nothing. It must be able to write there; the files go when it ends.',
  }),
});
