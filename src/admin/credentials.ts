import type { Answer } from './admin.ts';
import type { AdminDeps } from './context.ts';
import { noUser } from './names.ts';

/** `password` undefined takes it away. Whoever has an account can have one; none is made here. */
export async function setPassword(
  deps: AdminDeps,
  args: { readonly user: string; readonly password?: string },
): Promise<Answer<{ readonly user: string }>> {
  const user = deps.normalise(args.user);
  if ((await deps.store.account(user)) === undefined) return noUser(user);
  await deps.credentials.setPassword(user, args.password);
  return { kind: 'done', user };
}

/** The token is answered once and never seen again. */
export async function addToken(
  deps: AdminDeps,
  args: { readonly user: string },
): Promise<Answer<{ readonly user: string; readonly token: string }>> {
  const user = deps.normalise(args.user);
  if ((await deps.store.account(user)) === undefined) return noUser(user);
  return { kind: 'done', user, token: await deps.credentials.addToken(user, deps.clock.now()) };
}

/** Also for a user who has no account any more. */
export async function revokeTokens(
  deps: AdminDeps,
  args: { readonly user: string },
): Promise<Answer<{ readonly user: string; readonly revoked: number }>> {
  const user = deps.normalise(args.user);
  return { kind: 'done', user, revoked: await deps.credentials.revokeTokens(user) };
}
