import type { Command } from 'commander';
import type { ReleaseJobArgs } from '../../admin/index.ts';
import type { Cli } from '../cli.ts';
import { UsageError } from '../errors.ts';
import { firstLine } from '../first-line.ts';
import { defineJobChange } from '../job-change.ts';

interface Options {
  readonly printer?: string;
  readonly pin?: string;
}

export function defineRelease(command: Command, cli: Cli): void {
  command
    .option('--printer <name>', 'print it at this printer, where its own printer lets it be released')
    .option('--pin <->', 'the PIN that it waits for, read from standard input');
  let pin: Promise<string> | undefined;
  defineJobChange<Options>(command, cli, {
    change: async (admin, args, options) => {
      if (options.pin !== undefined) pin ??= readPin(options.pin, cli);
      const typed = await pin;
      const how: Omit<ReleaseJobArgs, 'job'> = {
        ...(options.printer === undefined ? {} : { printer: options.printer }),
        ...(typed === undefined ? {} : { pin: typed }),
      };
      return admin.releaseJob({ ...args, ...how });
    },
    done: ({ printer }) => `is released at ${printer}`,
  });
}

/** PWG 5100.11 §6.1. */
const pinOctetsMax = 255;

async function readPin(option: string, { io }: Cli): Promise<string> {
  if (option !== '-') {
    throw new UsageError(
      'A PIN is read from standard input (--pin -); as an operand every program could read it.',
    );
  }
  if (io.showProgress) io.stderr.write('PIN: ');
  const pin = await firstLine(io.stdin);
  if (pin !== '' && Buffer.byteLength(pin) <= pinOctetsMax) return pin;
  throw new UsageError(`A PIN has 1 to ${pinOctetsMax} octets on standard input.`);
}
