import { type Admin, hasWildcard, type UserView } from '../admin/index.ts';
import { isNo, sentenceOf } from './answers.ts';
import { NothingSelected, UsageError } from './errors.ts';

/** Every user that one of the patterns selects, page by page; none means all. */
export async function* usersMatching(
  admin: Admin,
  patterns: readonly string[],
): AsyncGenerator<UserView, void, undefined> {
  let after: string | undefined;
  do {
    const page = await admin.listUsers({ patterns, ...(after === undefined ? {} : { after }) });
    if (isNo(page)) throw new NothingSelected(sentenceOf(page));
    yield* page.users;
    after = page.next;
  } while (after !== undefined);
}

/** Names as they are, patterns as the names they stand for; each once, in the order given. */
export async function selectUsers(admin: Admin, selectors: readonly string[]): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const selector of selectors) {
    if (!hasWildcard(selector)) {
      names.add(selector);
      continue;
    }
    const matching: string[] = [];
    for await (const { name } of usersMatching(admin, [selector])) matching.push(name);
    for (const name of matching) names.add(name);
    if (matching.length === 0) throw new NothingSelected(`No user matches "${selector}".`);
  }
  return [...names];
}

export async function selectPrinters(admin: Admin, selectors: readonly string[]): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const selector of selectors) {
    if (!hasWildcard(selector)) {
      names.add(selector);
      continue;
    }
    const answer = await admin.listPrinters({ patterns: [selector] });
    if (isNo(answer)) throw new NothingSelected(sentenceOf(answer));
    if (answer.printers.length === 0) throw new NothingSelected(`No printer matches "${selector}".`);
    for (const { name } of answer.printers) names.add(name);
  }
  return [...names];
}

/** Operands and `--from` are two ways to say the same; exactly one of them is needed. */
export function eitherOperandsOrFile(operands: readonly string[], file: string | undefined): void {
  if (operands.length === 0 && file === undefined) {
    throw new UsageError('Name at least one user, or a list with --from FILE.csv.');
  }
  if (operands.length > 0 && file !== undefined) {
    throw new UsageError('Name users or a list with --from FILE.csv, not both.');
  }
}
