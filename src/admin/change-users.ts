import type { Account, AccountPolicy, CounterLimit } from '../model/account.ts';
import type { Answer, LimitChange, LineAnswer, LineAnswers, Lines, Refused, UserChange } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { doLines } from './lines.ts';
import { noUser, refused } from './names.ts';
import { noPrinter } from './printers.ts';
import { userView } from './user-view.ts';

/** Another writer can be first that often before an operator is told; jobs never change a policy, people rarely. */
const attemptsMax = 8;

export async function setUsers(deps: AdminDeps, args: Lines<UserChange>): Promise<Answer<LineAnswers>> {
  return doLines(args, {
    key: (line) => deps.normalise(line.user),
    work: ({ user, mode, overdraft }, dryRun) =>
      changePolicy(deps, { user, dryRun }, ({ policy }) => ({
        ...policy,
        mode: mode ?? policy.mode,
        overdraft: overdraft ?? policy.overdraft,
      })),
  });
}

export async function limitUsers(deps: AdminDeps, args: Lines<LimitChange>): Promise<Answer<LineAnswers>> {
  return doLines(args, {
    key: (line) => deps.normalise(line.user),
    work: (line, dryRun) => limitUser(deps, line, dryRun),
  });
}

async function limitUser(deps: AdminDeps, line: LimitChange, dryRun: boolean): Promise<LineAnswer> {
  const printerExists = deps.jobs.printer(line.printer) !== undefined;
  return changePolicy(deps, { user: line.user, dryRun }, ({ name, policy }) => {
    // The limit of a printer that is gone from the configuration can still be cleared.
    if (!printerExists && policy.limits[line.printer] === undefined) {
      return refused(noPrinter(deps, line.printer).what);
    }
    const limit = limitAfter(policy.limits[line.printer] ?? {}, line);
    if (limit.soft !== undefined && limit.hard !== undefined && limit.soft > limit.hard) {
      return refused(
        `The soft limit of "${name}" on ${line.printer} would be ${limit.soft}, above the hard limit ${limit.hard}.`,
      );
    }
    return { ...policy, limits: limitsWith(policy.limits, line.printer, limit) };
  });
}

/** null removes, absent leaves. */
function limitAfter(before: CounterLimit, change: LimitChange): CounterLimit {
  const soft = change.soft === undefined ? before.soft : (change.soft ?? undefined);
  const hard = change.hard === undefined ? before.hard : (change.hard ?? undefined);
  return { ...(soft === undefined ? {} : { soft }), ...(hard === undefined ? {} : { hard }) };
}

function limitsWith(
  limits: AccountPolicy['limits'],
  printer: string,
  limit: CounterLimit,
): AccountPolicy['limits'] {
  const others = Object.entries(limits).filter(([name]) => name !== printer);
  const empty = limit.soft === undefined && limit.hard === undefined;
  return Object.fromEntries(empty ? others : [...others, [printer, limit]]);
}

/** Read, change, put back; again when somebody else was first. */
async function changePolicy(
  deps: AdminDeps,
  { user, dryRun }: { readonly user: string; readonly dryRun: boolean },
  change: (account: Account) => AccountPolicy | Refused,
): Promise<LineAnswer> {
  const name = deps.normalise(user);
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const account = await deps.store.account(name);
    if (account === undefined) return noUser(name);
    const policy = change(account);
    if ('kind' in policy) return policy;
    const changed: LineAnswer = { kind: 'done', user: userView({ ...account, policy }) };
    if (dryRun) return changed;
    const { policyRevision: expectedPolicyRevision } = account;
    const put = await deps.store.putPolicy({ name, policy, expectedPolicyRevision });
    if (put === 'done') return changed;
  }
  return refused(`The user "${name}" is being changed by somebody else; try again.`);
}
