import { type Grant, grantWrite, type LedgerEntry, type WriteResult } from '../accounting/index.ts';
import { newId } from '../base/ids.ts';
import type { Account } from '../model/account.ts';
import type { Identity } from '../model/identity.ts';
import { amountMax } from '../model/money.ts';
import type { Answer, GrantLine, LineAnswer, LineAnswers, Lines } from './admin.ts';
import { type AdminDeps, money } from './context.ts';
import { doLines } from './lines.ts';
import { noUser, refused } from './names.ts';
import { userView } from './user-view.ts';

export async function grant(
  deps: AdminDeps,
  by: Identity,
  args: Lines<GrantLine>,
): Promise<Answer<LineAnswers>> {
  return doLines(args, {
    key: (line) => deps.normalise(line.user),
    work: (line, dryRun) => grantOne(deps, by, line, dryRun),
  });
}

async function grantOne(
  deps: AdminDeps,
  by: Identity,
  line: GrantLine,
  dryRun: boolean,
): Promise<LineAnswer> {
  const write = writeOf(deps, by, line);
  const earlier = line.id === undefined ? undefined : await deps.store.entry(write.id);
  if (earlier !== undefined && earlier.digest !== write.digest) return usedAlready(deps, line, earlier);
  const account = await deps.store.account(write.account);
  if (account === undefined) return noUser(write.account);
  if (earlier !== undefined) return { kind: 'exists', user: userView(account) };
  if (line.amount === 0) return refused(`A grant of ${money(deps, 0)} to "${account.name}" changes nothing.`);
  const balance = account.balance + line.amount;
  if (Math.max(Math.abs(balance), Math.abs(line.amount)) > amountMax) {
    return refused(
      `The balance of "${account.name}" would be ${money(deps, balance)}; at most ${money(deps, amountMax)} is kept.`,
    );
  }
  if (dryRun) return { kind: 'done', user: userView({ ...account, balance }) };
  const [result] = await deps.store.apply([write]);
  return written(deps, { line, write, result });
}

/** A receipt's id has its own name space, so that it can never meet the id of a job's posting. */
function writeOf(deps: AdminDeps, by: Identity, { user, amount, reason, id }: GrantLine): Grant {
  return grantWrite({
    id: `grant:${id ?? newId()}`,
    account: deps.normalise(user),
    amount,
    reason,
    by: by.name,
    at: deps.clock.now(),
  });
}

async function written(
  deps: AdminDeps,
  given: { readonly line: GrantLine; readonly write: Grant; readonly result: WriteResult | undefined },
): Promise<LineAnswer> {
  const { line, write, result } = given;
  if (result?.kind === 'conflict') {
    return usedAlready(deps, line, await deps.store.entry(write.id));
  }
  const account: Account | undefined = await deps.store.account(write.account);
  if (account === undefined || result?.kind === 'no-account') return noUser(write.account);
  if (result?.kind === 'applied') return { kind: 'done', user: userView(account) };
  if (result?.kind === 'exists') return { kind: 'exists', user: userView(account) };
  return refused(`The store did not take the grant to "${write.account}" (${result?.kind ?? 'no answer'}).`);
}

function usedAlready(deps: AdminDeps, line: GrantLine, earlier: LedgerEntry | undefined): LineAnswer {
  const before =
    earlier === undefined
      ? 'for another grant'
      : `for ${money(deps, earlier.amount)} to "${earlier.account}" on ${new Date(earlier.at).toISOString()}`;
  return refused(`The id "${line.id ?? ''}" was used already, ${before}; nothing was granted.`);
}
