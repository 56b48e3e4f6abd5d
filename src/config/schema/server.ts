import { z } from 'zod';
import {
  type CountingConfig,
  type LoggingConfig,
  logLevels,
  type ServerLimits,
  type SpoolConfig,
} from '../config.ts';
import { integer, path } from './values.ts';

/** One limit has a default that follows another. */
export type LimitsInFile = Omit<ServerLimits, 'connectionsPerAddressMax'> &
  Partial<Pick<ServerLimits, 'connectionsPerAddressMax'>>;

const kib = 1_024;
const mib = kib * kib;

const ghostscript: z.ZodType<CountingConfig['ghostscript']> = z.strictObject({
  program: z
    .string()
    .regex(/^(?:auto|off|\/.*)$/)
    .default('auto')
    .meta({
      description:
        'Path of Ghostscript, which runs PostScript that cannot be counted by reading it. `auto` looks for `gs` in /usr/local/bin, /usr/bin and where macOS has it, `off` does without: such documents then count as unknown (`needs-ghostscript`).',
      expected: '"auto", "off" or an absolute path',
    }),
  timeMs: integer(100, 3_600_000).default(20_000).meta({
    description: 'Time of Ghostscript on one document; then it is killed and the document counts as unknown.',
    unit: 'ms',
  }),
  memoryMib: integer(64, 65_536).default(512).meta({
    description: 'Memory of one process of Ghostscript; a document that needs more counts as unknown.',
    unit: 'MiB',
  }),
});

export const counting: z.ZodType<CountingConfig> = z.strictObject({
  workerTimeMs: integer(100, 3_600_000).default(30_000).meta({
    description:
      'Time of a worker on one document; then it counts as unknown. Ordinary files of 10 000 pages need a few seconds.',
    unit: 'ms',
  }),
  workerHeapMib: integer(32, 65_536).default(512).meta({
    description: 'Memory of one worker; a document that needs more counts as unknown.',
    unit: 'MiB',
  }),
  workers: integer(1, 64).default(2).meta({
    description:
      'Workers at once; further documents wait. Only documents that need a closer look go there. As many processes of Ghostscript run beside them.',
  }),
  drawTimeMs: integer(100, 3_600_000).default(10_000).meta({
    description:
      'Time for the colours of a document on printers with a colour price: for following operators (at most half of a worker’s time), for drawing, for pixels of PNG and TIFF, and for Ghostscript; the rest of the document counts as colour. An ordinary page takes 4 ms.',
    unit: 'ms',
  }),
  drawPagesMax: integer(0, 100_000).default(1_000).meta({
    description: 'Pages of one document that are drawn; 0 draws none.',
    unit: 'pages',
  }),
  drawMemoryMib: integer(32, 2_047).default(128).meta({
    description: 'Memory for drawing one document; a page that needs more counts as colour.',
    unit: 'MiB',
  }),
  ghostscript: ghostscript.prefault({}).meta({ description: 'Ghostscript, when it is installed.' }),
});

export const spool: z.ZodType<SpoolConfig> = z.strictObject({
  inMemoryOctetsMax: integer(0, mib)
    .default(64 * kib)
    .meta({
      description:
        'Documents up to this size stay in memory and in the record of the job, larger ones become files: one synced write less for each of the many small ones.',
      unit: 'octets',
    }),
  freeOctetsMin: integer(0, 1_024 * kib * mib)
    .default(256 * mib)
    .meta({
      description:
        'Free space in the data folder below which new jobs are refused, so that running ones can end.',
      unit: 'octets',
    }),
});

export const logging: z.ZodType<LoggingConfig> = z.strictObject({
  level: z.enum(logLevels).default('info').meta({ description: 'How much is told.' }),
  file: path.exactOptional().meta({
    description: 'Also written here, as JSON lines. Without it the log goes to standard error only.',
  }),
  fileOctetsMax: integer(64 * kib, 1_024 * mib)
    .default(10 * mib)
    .meta({ description: 'Size at which the file is put aside as `FILE.1`.', unit: 'octets' }),
  filesMax: integer(2, 100).default(5).meta({ description: 'Files kept, the current one included.' }),
});

export const limits: z.ZodType<LimitsInFile> = z.strictObject({
  connectionsMax: integer(1, 1_000_000).default(10_000).meta({
    description: 'Connections at once. An idle one costs about 10 KiB.',
  }),
  connectionsPerAddressMax: integer(1, 1_000_000).exactOptional().meta({
    description:
      'Connections of one remote address; loopback is exempt. When absent: a tenth of `connectionsMax`.',
  }),
  headerOctetsMax: integer(4 * kib, 16 * mib)
    .default(mib)
    .meta({ description: 'Size of an IPP message without its document.', unit: 'octets' }),
  uploadIdleMs: integer(1_000, 3_600_000).default(60_000).meta({
    description: 'Time without one octet after which an upload is given up.',
    unit: 'ms',
  }),
  openJobsPerPrinterMax: integer(1, 1_000_000).default(10_000).meta({
    description: 'Jobs of one printer that have not ended; further ones are refused.',
  }),
  documentWaitMs: integer(1_000, 3_600_000).default(120_000).meta({
    description:
      'How long a job made by Create-Job may wait for its document (`multiple-operation-time-out`, RFC 8011 §5.4.31 recommends 60 to 240 seconds).',
    unit: 'ms',
  }),
});
