import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { defineJobChange } from '../job-change.ts';

export function defineHold(command: Command, cli: Cli): void {
  defineJobChange(command, cli, { change: (admin, args) => admin.holdJob(args), done: () => 'is held' });
}
