import type { AccountStore } from '../accounting/index.ts';
import type { Clock } from '../base/clock.ts';
import { PrintServerError } from '../base/fault.ts';
import type { UsersRule } from '../config/index.ts';
import type { Account } from '../model/account.ts';
import type { Refusal } from '../model/refusal.ts';
import { say } from '../model/sentences/sentence.ts';

/** The account of the person who prints; `nobody` when unknown users print without one. */
export type Payer =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Finds accounts, and makes those of people who print for the first time where the rule says so. */
export class Accounts {
  readonly #store: AccountStore;
  readonly #users: UsersRule;
  readonly #clock: Clock;

  constructor(store: AccountStore, users: UsersRule, clock: Clock) {
    this.#store = store;
    this.#users = users;
    this.#clock = clock;
  }

  async payer(name: string): Promise<Payer> {
    const account = await this.#store.account(name);
    if (account !== undefined) return { kind: 'account', account };
    switch (this.#users.unknown) {
      case 'allow':
        return { kind: 'nobody' };
      case 'deny':
        return { kind: 'refused', refusal: unknownUser(name) };
      case 'create':
        return { kind: 'account', account: await this.#create(name) };
    }
  }

  /** As `payer`, without making an account: an unknown user is judged as his first job would be. */
  async known(name: string): Promise<Payer> {
    const account = await this.#store.account(name);
    if (account !== undefined) return { kind: 'account', account };
    const { unknown, template, openingBalance } = this.#users;
    switch (unknown) {
      case 'allow':
        return { kind: 'nobody' };
      case 'deny':
        return { kind: 'refused', refusal: unknownUser(name) };
      case 'create': {
        const wallet = { balance: openingBalance, held: 0, counters: {}, holds: [] };
        const createdAt = this.#clock.now();
        return {
          kind: 'account',
          account: { name, policy: template, policyRevision: 0, createdAt, ...wallet },
        };
      }
    }
  }

  /** Two first jobs at once both come here; the account is made once. */
  async #create(name: string): Promise<Account> {
    const { template: policy, openingBalance: amount } = this.#users;
    const opening = amount === 0 ? undefined : { amount, by: 'platen' };
    await this.#store.makeAccount({ name, policy, at: this.#clock.now(), opening });
    const account = await this.#store.account(name);
    if (account !== undefined) return account;
    throw new PrintServerError('store-corrupt', `the account of ${name} was made and is not there`);
  }
}

function unknownUser(name: string): Refusal {
  return { kind: 'unknown-user', message: say('unknown-user', { name }) };
}
