import type { Command } from 'commander';
import { isNo, sentenceOf } from '../answers.ts';
import type { Cli } from '../cli.ts';
import type { CliIo } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { firstLine } from '../first-line.ts';

/** Longer ones are more than anybody types, and than a client sends. */
const passwordCharactersMax = 1_024;
/** NIST SP 800-63B §5.1.1.2. */
const passwordCharactersMin = 8;

export function defineUsersPassword(command: Command, cli: Cli): void {
  command
    .summary('give a user a password, read from standard input')
    .argument('<user>', 'name of the user')
    .option('--remove', 'take the password away')
    .action(async (user: string, { remove = false }: { readonly remove?: boolean }) => {
      await cli.withAdmin(async ({ admin, out }) => {
        const password = remove ? undefined : await readPassword(cli.io, user);
        const answer = await admin.setPassword({ user, ...(password === undefined ? {} : { password }) });
        if (isNo(answer)) {
          out.note(sentenceOf(answer));
          return exitCodes.refused;
        }
        if (out.json) out.value({ result: 'done', user: answer.user, password: !remove });
        else out.line(`${answer.user} ${remove ? 'has no password any more' : 'has a new password'}.`);
        return exitCodes.done;
      });
    });
}

/** The first line; never an operand, which every program on the machine could read. */
async function readPassword(io: CliIo, user: string): Promise<string> {
  if (io.showProgress) io.stderr.write(`Password of ${user}: `);
  const password = await firstLine(io.stdin);
  if (password.length >= passwordCharactersMin && password.length <= passwordCharactersMax) return password;
  const expected = `${passwordCharactersMin} to ${passwordCharactersMax} characters on standard input`;
  throw new UsageError(`A password has ${expected}; these were ${password.length}.`);
}
