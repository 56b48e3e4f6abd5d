import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/jobs/index.ts';
import { accountTests } from './store/accounts.ts';
import { cupsTests } from './store/cups.ts';
import { documentTests } from './store/documents.ts';
import { ledgerTests } from './store/ledger.ts';
import type { StoreUnderTest } from './store/place.ts';
import { printerTests, queryTests } from './store/queries.ts';
import { closingTests, reopeningTests } from './store/reopening.ts';
import { transitionTests } from './store/transitions.ts';

/**
 * What every store must do, whatever it is made of. The tests share one store and keep apart by names of their own;
 * those about opening and closing make theirs.
 */
export function storeContract(
  name: string,
  options: { readonly make: () => Promise<StoreUnderTest>; readonly durable: boolean },
): void {
  describe(name, () => {
    let place: StoreUnderTest | undefined;
    let store: Store | undefined;
    const subject = (): Store => {
      if (store === undefined) throw new Error('the store is not open');
      return store;
    };

    beforeAll(async () => {
      place = await options.make();
      store = await place.open();
      await store.recover();
    });
    afterAll(async () => {
      await store?.close();
      await place?.remove();
    });

    test('says that it can be used', async () => {
      await expect(subject().ping()).resolves.toBeUndefined();
    });
    describe('accounts', () => {
      accountTests(subject);
    });
    describe('the ledger', () => {
      ledgerTests(subject);
    });
    describe('jobs', () => {
      transitionTests(subject);
      documentTests(subject);
    });
    describe('jobs of CUPS', () => {
      cupsTests(subject);
    });
    describe('lists', () => {
      queryTests(subject);
    });
    describe('printers', () => {
      printerTests(subject);
    });
    describe('closing', () => {
      closingTests(options.make);
    });
    if (options.durable) {
      describe('opening again', () => {
        reopeningTests(options.make);
      });
    }
  });
}
