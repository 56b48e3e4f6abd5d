import { MongoNetworkError, MongoServerError } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { Calls } from './calls.ts';

const deadlock = (): MongoServerError =>
  new MongoServerError({ message: 'deadlock detected', code: 16_908_292 });
const writeConflict = (): MongoServerError => new MongoServerError({ message: 'WriteConflict', code: 112 });
const duplicate = (): MongoServerError => new MongoServerError({ message: 'E11000', code: 11_000 });

/** A command that ends in each of these errors, one a time, and then goes through. */
class Command {
  readonly #errors: readonly Error[];
  sent = 0;

  constructor(...errors: readonly Error[]) {
    this.#errors = errors;
  }

  readonly run = (): Promise<string> => {
    const error = this.#errors[this.sent];
    this.sent += 1;
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
}

describe('a write that the server has undone for another writer', () => {
  test('is sent again until it stands', async () => {
    const command = new Command(deadlock(), writeConflict());
    expect(await new Calls().write(command.run)).toBe('done');
    expect(command.sent).toBe(3);
  });

  test('is given up after ten times, and certainly did not happen', async () => {
    const command = new Command(...Array.from({ length: 20 }, deadlock));
    await expect(new Calls().write(command.run)).rejects.toMatchObject({ code: 'store-unreachable' });
    expect(command.sent).toBe(10);
  });

  test('is found there when another has inserted the same meanwhile', async () => {
    const command = new Command(deadlock(), duplicate());
    expect(await new Calls().insert(command.run)).toBe('exists');
    expect(command.sent).toBe(2);
  });
});

test('a write whose outcome is not known is not sent again', async () => {
  const command = new Command(new MongoNetworkError('closed'));
  await expect(new Calls().write(command.run)).rejects.toMatchObject({ code: 'store-outcome-unknown' });
  expect(command.sent).toBe(1);
});

test('nothing is sent once the store is closed', async () => {
  const calls = new Calls();
  await calls.close();
  const command = new Command();
  await expect(calls.write(command.run)).rejects.toMatchObject({ code: 'store-unreachable' });
  expect(command.sent).toBe(0);
});
