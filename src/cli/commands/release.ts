import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { defineJobChange } from '../job-change.ts';

export function defineRelease(command: Command, cli: Cli): void {
  defineJobChange(command, cli, {
    change: (admin, args) => admin.releaseJob(args),
    done: () => 'is released',
  });
}
