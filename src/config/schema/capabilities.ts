import { z } from 'zod';
import { type Capabilities, ticketFacts } from '../../model/device.ts';
import { copiesMax } from '../../model/money.ts';
import { integer } from './values.ts';

export const capabilities: z.ZodType<Partial<Capabilities>> = z.strictObject({
  formats: z
    .array(z.string().regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i))
    .min(1)
    .exactOptional()
    .meta({
      description: 'Media types the device prints; documents of others are refused.',
      expected: 'a list of media types such as "application/pdf"',
    }),
  colour: z.boolean().exactOptional().meta({ description: 'Whether it prints in colour.' }),
  sides: z
    .array(z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']))
    .min(1)
    .exactOptional()
    .meta({ description: 'What it can do with the two sides of a sheet.' }),
  media: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9._-]*_\d+(\.\d+)?x\d+(\.\d+)?(mm|in)$/))
    .min(1)
    .exactOptional()
    .meta({
      description: 'Paper it has, by self-describing names (PWG 5101.1), the default first.',
      expected: 'a list of names such as "iso_a4_210x297mm"',
    }),
  resolutions: z
    .array(integer(50, 9_600))
    .min(1)
    .exactOptional()
    .meta({ description: 'Resolutions, the default first.', unit: 'dots per inch' }),
  copiesMax: integer(1, copiesMax).exactOptional().meta({ description: 'Most copies of one job.' }),
  carries: z.array(z.enum(ticketFacts)).exactOptional().meta({
    description:
      'Which wishes of a job reach the device. The others are neither offered to clients nor charged.',
  }),
});
