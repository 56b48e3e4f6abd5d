import { grantWrite } from '../accounting/index.ts';
import type { Account, AccountPolicy } from '../model/account.ts';
import type { Identity } from '../model/identity.ts';
import { type Amount, amountMax } from '../model/money.ts';
import type { Answer, LineAnswer, LineAnswers, Lines, UserAddition } from './admin.ts';
import { type AdminDeps, money } from './context.ts';
import { doLines } from './lines.ts';
import { nameFor, noUser, refused } from './names.ts';
import { userView } from './user-view.ts';

export async function addUsers(
  deps: AdminDeps,
  by: Identity,
  args: Lines<UserAddition>,
): Promise<Answer<LineAnswers>> {
  return doLines(args, {
    key: (line) => deps.normalise(line.user),
    work: (line, dryRun) => addUser(deps, by, line, dryRun),
  });
}

async function addUser(
  deps: AdminDeps,
  by: Identity,
  line: UserAddition,
  dryRun: boolean,
): Promise<LineAnswer> {
  const checked = nameFor(deps, line.user);
  if (checked.kind === 'refused') return checked;
  const { name } = checked;
  const { balance = 0 } = line;
  if (Math.abs(balance) > amountMax)
    return refused(`The balance ${money(deps, balance)} is more than a wallet holds.`);
  const existing = await deps.store.account(name);
  if (existing !== undefined) return existsAlready(deps, existing);
  const policy = policyOf(deps, line);
  const at = deps.clock.now();
  if (dryRun) return { kind: 'done', user: userView(blankAccount({ name, policy, balance, at })) };
  const put = await deps.store.putPolicy({ name, policy, expectedPolicyRevision: 0, at });
  if (put === 'done' && balance !== 0) await grantOpening(deps, by, { name, balance, at });
  const account = await deps.store.account(name);
  if (account === undefined) return noUser(name);
  return put === 'stale' ? existsAlready(deps, account) : { kind: 'done', user: userView(account) };
}

/** Mode and limits come from the template that the configuration gives to accounts which are made by themselves. */
function policyOf(deps: AdminDeps, line: UserAddition): AccountPolicy {
  const { template } = deps.users;
  return { ...template, mode: line.mode ?? template.mode, overdraft: line.overdraft ?? template.overdraft };
}

/** The id names the making of this very account: a user removed and added again gets a fresh opening balance. */
async function grantOpening(
  deps: AdminDeps,
  by: Identity,
  { name, balance, at }: { readonly name: string; readonly balance: Amount; readonly at: number },
): Promise<void> {
  await deps.store.apply([
    grantWrite({
      id: `opening:${name}:${at}`,
      account: name,
      amount: balance,
      reason: 'opening balance',
      by: by.name,
      at,
    }),
  ]);
}

/** Says the balance, so that whoever repeats a command that was cut off sees whether the grant is missing. */
function existsAlready(deps: AdminDeps, { name, policy, balance }: Account): LineAnswer {
  return refused(
    `The user "${name}" exists already, with mode ${policy.mode} and ${money(deps, balance)}; ` +
      'change it with users set, users limit and grant.',
  );
}

function blankAccount(input: {
  readonly name: string;
  readonly policy: AccountPolicy;
  readonly balance: Amount;
  readonly at: number;
}): Account {
  const { name, policy, balance, at } = input;
  return { name, policy, policyRevision: 1, balance, held: 0, counters: {}, holds: [], createdAt: at };
}
