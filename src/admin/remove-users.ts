import type { Account } from '../model/account.ts';
import type { Answer, LineAnswer, LineAnswers, Lines } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { doLines } from './lines.ts';
import { noUser, refused } from './names.ts';
import { userView } from './user-view.ts';

/** Removes the accounts; ledger and history stay, so that the books still add up. */
export async function removeUsers(
  deps: AdminDeps,
  args: Lines<{ readonly user: string }>,
): Promise<Answer<LineAnswers>> {
  return doLines(args, {
    key: (line) => deps.normalise(line.user),
    work: (line, dryRun) => removeUser(deps, line.user, dryRun),
  });
}

async function removeUser(deps: AdminDeps, user: string, dryRun: boolean): Promise<LineAnswer> {
  const name = deps.normalise(user);
  const account = await deps.store.account(name);
  if (account === undefined) return noUser(name);
  if (account.holds.length > 0) return stillHeld(account);
  const removed: LineAnswer = { kind: 'done', user: userView(account) };
  if (dryRun) return removed;
  switch (await deps.store.removeAccount(name)) {
    case 'done':
      return removed;
    case 'not-found':
      return noUser(name);
    case 'held':
      return stillHeld((await deps.store.account(name)) ?? account);
  }
}

function stillHeld({ name, holds }: Account): LineAnswer {
  const jobs = holds.map((hold) => hold.job).join(', ');
  return refused(`The user "${name}" has jobs that have not ended (${jobs}); cancel or resolve them first.`);
}
