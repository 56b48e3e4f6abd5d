import type { Collection } from 'mongodb';
import type { NewAccount, PolicyChange } from '../../../accounting/index.ts';
import { newId } from '../../../base/ids.ts';
import { encodeFields, long } from '../bson.ts';
import type { Calls } from '../calls.ts';
import type { NamedRow } from '../collections.ts';
import { keyOf } from '../keys.ts';
import { type AccountState, parseAccount, policyFields, type StoredHold } from '../records/account.ts';
import { changeCommand } from './change-command.ts';
import type { AccountDraft } from './draft.ts';

/** The rows of the accounts. Every change of one is a single conditional write. */
export class Accounts {
  readonly #collection: Collection<NamedRow>;
  readonly #calls: Calls;
  /** Keys of outbox lines that are in the ledger, by account; they leave with the next change of that account. */
  readonly #forgettable = new Map<string, Set<string>>();

  constructor(collection: Collection<NamedRow>, calls: Calls) {
    this.#collection = collection;
    this.#calls = calls;
  }

  async read(name: string): Promise<AccountState | undefined> {
    const row = await this.#calls.read(() => this.#collection.findOne({ _id: name }));
    return row === null ? undefined : parseAccount(row);
  }

  async page({
    after,
    limit,
  }: {
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly AccountState[]> {
    const filter = after === undefined ? {} : { _id: { $gt: after } };
    const rows = this.#collection.find(filter, { sort: { _id: 1 }, limit });
    return (await this.#calls.read(() => rows.toArray())).map(parseAccount);
  }

  /** A page of the accounts that have something open: a hold, or a line that may not be in the ledger. */
  async openPage(after: string, limit: number): Promise<readonly AccountState[]> {
    const open = [{ holds: { $ne: {} } }, { outbox: { $ne: {} } }];
    const rows = this.#collection.find({ _id: { $gt: after }, $or: open }, { sort: { _id: 1 }, limit });
    return (await this.#calls.read(() => rows.toArray())).map(parseAccount);
  }

  /** Carries out the draft when all its conditions hold; false: nothing changed. */
  async change(
    draft: AccountDraft,
    options: { readonly outbox: AccountDraft['lines']; readonly mark?: string },
  ): Promise<boolean> {
    const forget = [...(this.#forgettable.get(draft.account) ?? [])];
    const mark = options.mark === undefined ? undefined : { from: options.mark, to: newId() };
    const { filter, update } = changeCommand(draft, { outbox: options.outbox, forget, mark });
    const { matchedCount } = await this.#calls.write(() => this.#collection.updateOne(filter, update));
    if (matchedCount === 1) this.#forgotten(draft.account, forget);
    return matchedCount === 1;
  }

  /** Says that these lines are in the ledger. */
  forgetLater(account: string, ids: readonly string[]): void {
    const keys = this.#forgettable.get(account) ?? new Set<string>();
    for (const id of ids) keys.add(keyOf(id));
    this.#forgettable.set(account, keys);
  }

  /** Takes lines that are in the ledger out of the row. */
  async forget(account: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const unset = Object.fromEntries(ids.map((id) => [`outbox.${keyOf(id)}`, '']));
    await this.#calls.write(() => this.#collection.updateOne({ _id: account }, { $unset: unset }));
  }

  /** Takes holds out that one plan has set, if they are there. */
  async drop(account: string, holds: readonly StoredHold[]): Promise<void> {
    for (const { id, plan, amount, printer, impressions } of holds) {
      const path = `holds.${keyOf(id)}`;
      const update = {
        $unset: { [path]: '' },
        $inc: {
          held: long(-amount),
          [`counters.${keyOf(printer)}.held`]: long(-impressions),
          revision: long(1),
        },
      };
      const filter = { _id: account, [`${path}.plan`]: plan };
      await this.#calls.write(() => this.#collection.updateOne(filter, update));
    }
  }

  /** Gives the account another mark, so that whoever read the one before cannot change anything by it. */
  async passMark(account: string, mark: string): Promise<boolean> {
    const filter = { _id: account, mark };
    const update = { $set: { mark: newId() }, $inc: { revision: long(1) } };
    const { matchedCount } = await this.#calls.write(() => this.#collection.updateOne(filter, update));
    return matchedCount === 1;
  }

  /** Puts the row of a new account there, with the balance and the outbox line of its opening; false: the name is taken. */
  async insert({ name, policy, at }: NewAccount, opening: AccountDraft): Promise<boolean> {
    const { balance } = opening.sums;
    const row = {
      _id: name,
      ...encodeFields({ ...policyFields(policy), policyRevision: 1, balance, held: 0, revision: 1 }),
      counters: {},
      holds: {},
      outbox: Object.fromEntries(opening.lines.map((line) => [keyOf(line.id), encodeFields(line)])),
      // Never a number: an account made again under an old name must not have a mark that its predecessor had.
      mark: newId(),
      createdAt: long(at),
    };
    const made = await this.#calls.insert(() => this.#collection.insertOne(row));
    return made === 'inserted';
  }

  async putPolicy({ name, policy, expectedPolicyRevision }: PolicyChange): Promise<'done' | 'stale'> {
    const filter = { _id: name, policyRevision: long(expectedPolicyRevision) };
    const update = {
      $set: encodeFields(policyFields(policy)),
      $inc: { policyRevision: long(1), revision: long(1) },
    };
    const { matchedCount } = await this.#calls.write(() => this.#collection.updateOne(filter, update));
    return matchedCount === 1 ? 'done' : 'stale';
  }

  /** Removes the row when it is still as it was read. */
  async remove({ account, mark, revision }: AccountState): Promise<boolean> {
    const filter = { _id: account.name, mark, revision: long(revision) };
    const { deletedCount } = await this.#calls.write(() => this.#collection.deleteOne(filter));
    return deletedCount === 1;
  }

  #forgotten(account: string, keys: readonly string[]): void {
    const left = this.#forgettable.get(account);
    for (const key of keys) left?.delete(key);
    if (left?.size === 0) this.#forgettable.delete(account);
  }
}
