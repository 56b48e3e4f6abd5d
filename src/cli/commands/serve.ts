import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { listenOf } from '../values.ts';

export function defineServe(command: Command, cli: Cli): void {
  command
    .option(
      '--listen <address>',
      'listen there instead of where the configuration says; repeatable',
      listenOf,
    )
    .action(async ({ listen = [] }: { readonly listen?: readonly string[] }) => {
      await cli.run(() => cli.deps.serve({ configFile: cli.configFile(), listen }));
    });
}
