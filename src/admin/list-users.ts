import { type Answer, type UserSelection, usersPageMax } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { matcherOf } from './glob.ts';
import { noUser } from './names.ts';
import { userView } from './user-view.ts';
import type { UserView } from './views.ts';

/** Accounts read from the store at once while looking for names that match. */
const accountsPage = 500;

/** One page of users in order of name; `next` is there when more may follow. */
export async function listUsers(
  deps: Pick<AdminDeps, 'store'>,
  selection: UserSelection,
): Promise<Answer<{ readonly users: readonly UserView[]; readonly next?: string }>> {
  const limit = Math.min(selection.limit ?? usersPageMax, usersPageMax);
  const selected = matcherOf(selection.patterns);
  const users: UserView[] = [];
  let after = selection.after;
  for (;;) {
    const page = await deps.store.accounts({
      ...(after === undefined ? {} : { after }),
      limit: accountsPage,
    });
    for (const account of page) {
      after = account.name;
      if (!selected(account.name)) continue;
      users.push(userView(account));
      if (users.length === limit) return { kind: 'done', users, next: after };
    }
    if (page.length < accountsPage) return { kind: 'done', users };
  }
}

export async function showUser(
  deps: Pick<AdminDeps, 'store' | 'normalise'>,
  args: { readonly user: string },
): Promise<Answer<{ readonly user: UserView }>> {
  const name = deps.normalise(args.user);
  const account = await deps.store.account(name);
  return account === undefined ? noUser(name) : { kind: 'done', user: userView(account) };
}
