import type { Collection } from 'mongodb';
import type { LedgerWrite, WriteResult } from '../../../accounting/index.ts';
import type { Lanes } from '../../../base/lanes.ts';
import { encodeFields } from '../bson.ts';
import type { Calls } from '../calls.ts';
import type { NamedRow } from '../collections.ts';
import { racesMax } from '../limits.ts';
import type { Order } from '../order.ts';
import { writeSchema } from '../records/ledger.ts';
import { parseRow } from '../records/parse.ts';
import { asUnknown, type Repairs, tooManyRaces } from '../repairs.ts';
import type { Accounts } from './accounts.ts';
import { bookLines } from './booking.ts';
import type { Facts } from './books.ts';
import { judge } from './judge.ts';
import type { Ledger } from './ledger.ts';

export interface TransferParts {
  readonly collection: Collection<NamedRow>;
  readonly calls: Calls;
  readonly accounts: Accounts;
  readonly ledger: Ledger;
  readonly order: Order;
  /** By account name. */
  readonly lanes: Lanes<string>;
  readonly repairs: Repairs;
}

/**
 * Writes outside a job's commit: grants, refunds, and holds made, charged or freed by an administrator.
 *
 *   planned   a row in `transfers` under the write's id, so that the id belongs to one write, whoever repeats it
 *   applied   one write on the account: the sums, the ledger line in its outbox, and a new mark
 *   booked    the line is in the ledger
 *   closed    the row in `transfers` is gone
 *
 * Why it takes effect exactly once: the account is changed only under the mark that was read first; after the mark the
 * outbox (same read) and the ledger (next read) are looked at for the id. Suppose another had applied the write: then
 * it also gave the account another mark. If it did so before our read, the line was in the outbox then, or had left
 * it for the ledger before, and we see it. If it did so after our read, our change fails on the mark and we look
 * again. A writer that slept between its reads and its change therefore never applies a second time, however long
 * it slept and whatever was closed meanwhile. A refusal gives the account another mark as well, so that no sleeping
 * writer applies what was refused to another. A mark is random: an account made again never has an old one.
 */
export class Transfers {
  readonly #parts: TransferParts;

  constructor(parts: TransferParts) {
    this.#parts = parts;
  }

  async apply(write: LedgerWrite): Promise<WriteResult> {
    const { lanes, ledger, repairs } = this.#parts;
    const known = (await ledger.rows([write.id])).get(write.id);
    if (known !== undefined) {
      return { kind: known.digest === write.digest && known.verb === write.verb ? 'exists' : 'conflict' };
    }
    return lanes.run(write.account, async () => {
      try {
        return await this.#carryOut(write);
      } catch (error) {
        repairs.add(`transfer ${write.id}`, () => this.#resume(write));
        throw asUnknown(error);
      }
    });
  }

  /** Carries on what a crash left planned. */
  async recover(): Promise<void> {
    const { collection, calls } = this.#parts;
    const rows = await calls.read(() => collection.find().toArray());
    for (const row of rows)
      await this.#resume(parseRow(writeSchema, row['write'], `the transfer ${row._id}`));
  }

  async #resume(write: LedgerWrite): Promise<void> {
    const { collection, calls, lanes } = this.#parts;
    await lanes.run(write.account, async () => {
      const row = await calls.read(() => collection.findOne({ _id: write.id, digest: write.digest }));
      if (row !== null) await this.#carryOut(write);
    });
  }

  async #carryOut(write: LedgerWrite): Promise<WriteResult> {
    for (let race = 0; race < racesMax; race += 1) {
      if ((await this.#plan(write)) === 'conflict') return { kind: 'conflict' };
      const result = await this.#attempt(write);
      if (result === 'again') continue;
      await this.#close(write);
      return result;
    }
    throw tooManyRaces(`the ledger write ${write.id}`);
  }

  async #plan(write: LedgerWrite): Promise<'planned' | 'conflict'> {
    const { collection, calls } = this.#parts;
    const row = { _id: write.id, digest: write.digest, write: encodeFields(write) };
    if ((await calls.insert(() => collection.insertOne(row))) === 'inserted') return 'planned';
    const other = await calls.read(() => collection.findOne({ _id: write.id }));
    return other === null || other['digest'] === write.digest ? 'planned' : 'conflict';
  }

  async #attempt(write: LedgerWrite): Promise<WriteResult | 'again'> {
    const { accounts, ledger, order } = this.#parts;
    const facts = await this.#look(write);
    const { results, draft } = judge([write], facts, { account: write.account, plan: '', order });
    const result = results[0] ?? { kind: 'no-account' };
    if (result.kind === 'exists') return this.#book(write, facts);
    if (result.kind !== 'applied') return this.#refuse(write, facts, result);
    if (write.verb === 'refund' && !(await ledger.claimRefund(write))) return 'again';
    const mark = facts.state?.mark ?? '';
    if (!(await accounts.change(draft, { outbox: draft.lines, mark }))) return 'again';
    await bookLines(this.#parts, write.account, draft.lines);
    return result;
  }

  /** The account first, with its mark and its outbox; the ledger after it. */
  async #look(write: LedgerWrite): Promise<Facts> {
    const { accounts, ledger } = this.#parts;
    const state = await accounts.read(write.account);
    const ids = write.verb === 'refund' ? [write.id, write.posting] : [write.id];
    return { state, rows: await ledger.rows(ids) };
  }

  /** It took effect before; its line may still have to go from the outbox to the ledger. */
  async #book(write: LedgerWrite, { state }: Facts): Promise<WriteResult> {
    const lines = state?.outbox.filter((line) => line.id === write.id) ?? [];
    if (lines.length > 0) await bookLines(this.#parts, write.account, lines);
    return { kind: 'exists' };
  }

  async #refuse(write: LedgerWrite, { state }: Facts, result: WriteResult): Promise<WriteResult | 'again'> {
    const { accounts, ledger } = this.#parts;
    if (state !== undefined && !(await accounts.passMark(write.account, state.mark))) return 'again';
    if (write.verb === 'refund') await ledger.releaseRefund(write);
    return result;
  }

  async #close({ id, digest }: LedgerWrite): Promise<void> {
    const { collection, calls } = this.#parts;
    await calls.write(() => collection.deleteOne({ _id: id, digest }));
  }
}
