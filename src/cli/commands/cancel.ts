import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { defineJobChange } from '../job-change.ts';

export function defineCancel(command: Command, cli: Cli): void {
  defineJobChange(command, cli, {
    change: (admin, args) => admin.cancelJob(args),
    // While it is being printed a cancel is a request to the device.
    done: ({ state }) =>
      state === 'ended' ? 'is cancelled' : 'will be cancelled as soon as the device stops',
  });
}
