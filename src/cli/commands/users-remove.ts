import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { runLines } from '../lines.ts';
import { selectUsers } from '../select.ts';

export function defineUsersRemove(command: Command, cli: Cli): void {
  command
    .summary('remove users; ledger and history stay')
    .argument('<users...>', 'names; * and ? stand for any characters and for one')
    .option('--dry-run', 'only tell what would be done')
    .action(async (users: readonly string[], { dryRun = false }: { readonly dryRun?: boolean }) => {
      await cli.withAdmin(async (session) => {
        const names = await selectUsers(session.admin, users);
        return runLines(session, {
          lines: names.map((user) => ({ source: user, line: { user } })),
          dryRun,
          call: (args) => session.admin.removeUsers(args),
          describe: ({ name }) => `${name} removed; what was printed stays in the books.`,
        });
      });
    });
}
