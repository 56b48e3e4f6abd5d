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
  const opening = balance === 0 ? undefined : { amount: balance, by: by.name };
  const made = await deps.store.makeAccount({ name, policy, at, opening });
  const account = await deps.store.account(name);
  if (account === undefined) return noUser(name);
  return made === 'exists' ? existsAlready(deps, account) : { kind: 'done', user: userView(account) };
}

/** Mode and limits come from the template that the configuration gives to accounts which are made by themselves. */
function policyOf(deps: AdminDeps, line: UserAddition): AccountPolicy {
  const { template } = deps.users;
  return { ...template, mode: line.mode ?? template.mode, overdraft: line.overdraft ?? template.overdraft };
}

/** Says what it has, so that whoever repeats a command that was cut off sees whether it was done. */
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
