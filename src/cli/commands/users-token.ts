import type { Command } from 'commander';
import { plural } from '../../base/plural.ts';
import { isNo, sentenceOf } from '../answers.ts';
import type { Cli, Session } from '../cli.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export function defineUsersToken(command: Command, cli: Cli): void {
  command
    .summary('make the secret part of printer URIs that are the proof of a user')
    .argument('<user>', 'name of the user')
    .option('--revoke', 'make all tokens of the user worthless')
    .action(async (user: string, { revoke = false }: { readonly revoke?: boolean }) => {
      await cli.withAdmin((session) => (revoke ? revokeAll(session, user) : make(session, user)));
    });
}

async function make({ admin, out }: Session, user: string): Promise<ExitCode> {
  const answer = await admin.addToken({ user });
  if (isNo(answer)) return refused({ out }, sentenceOf(answer));
  const { token } = answer;
  if (out.json) {
    out.value({ result: 'done', user: answer.user, token });
    return exitCodes.done;
  }
  out.line(`Printers of ${answer.user} are at ipps://HOST:PORT/ipp/print/PRINTER/${token}`);
  out.note('Whoever has this address prints as that user. It is shown only now.');
  return exitCodes.done;
}

async function revokeAll({ admin, out }: Session, user: string): Promise<ExitCode> {
  const answer = await admin.revokeTokens({ user });
  if (isNo(answer)) return refused({ out }, sentenceOf(answer));
  if (out.json) out.value({ result: 'done', user: answer.user, revoked: answer.revoked });
  else out.line(`${plural(answer.revoked, 'token')} of ${answer.user} revoked.`);
  return exitCodes.done;
}

function refused({ out }: Pick<Session, 'out'>, sentence: string): ExitCode {
  out.note(sentence);
  return exitCodes.refused;
}
