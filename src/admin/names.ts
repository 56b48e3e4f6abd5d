import type { NotFound, Refused } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { hasWildcard } from './glob.ts';

/** IPP can carry no longer name (RFC 8011 §5.1.3), so no client could ever print as it. */
const userNameOctetsMax = 255;
const control = /\p{Cc}/u;

export type CheckedName = { readonly kind: 'name'; readonly name: string } | Refused;

/** The account name of a typed one; refused when no account may have it. */
export function nameFor(deps: Pick<AdminDeps, 'normalise'>, typed: string): CheckedName {
  const name = deps.normalise(typed);
  if (name === '') return refused('A user name may not be empty.');
  if (control.test(name))
    return refused(`The user name ${JSON.stringify(name)} has control characters in it.`);
  if (hasWildcard(name))
    return refused(`The user name "${name}" has * or ? in it; these stand for other users.`);
  if (Buffer.byteLength(name) > userNameOctetsMax) {
    return refused(`The user name "${name.slice(0, 20)}…" is longer than ${userNameOctetsMax} octets.`);
  }
  return { kind: 'name', name };
}

export function refused(message: string): Refused {
  return { kind: 'refused', message };
}

export function noUser(name: string): NotFound {
  return { kind: 'not-found', what: `There is no user "${name}".` };
}

export function noJob(job: number): NotFound {
  return { kind: 'not-found', what: `There is no job ${job}.` };
}
