import {
  type BulkWriteResult,
  MongoBulkWriteError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
  type TopologyDescription,
  type WriteError,
} from 'mongodb';
import { describe, expect, test } from 'vitest';
import { PrintServerError } from '../../base/fault.ts';
import { isDuplicateKey, onlyDuplicates, readFault, writeFault } from './faults.ts';

const serverError = (code: number): MongoServerError => new MongoServerError({ message: 'no', code });
const handshake = (): MongoNetworkError => {
  const error = new MongoNetworkError('refused');
  error.addErrorLabel('HandshakeError');
  return error;
};
const nobody = (): MongoServerSelectionError =>
  new MongoServerSelectionError('nobody there', {} as unknown as TopologyDescription);
const concern = (): MongoWriteConcernError =>
  new MongoWriteConcernError({
    ok: 1,
    writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
  });

describe('the outcome of a write', () => {
  test.each<[string, Error]>([
    ['the connection broke', new MongoNetworkError('closed')],
    ['no answer came', new MongoNetworkTimeoutError('timed out')],
    ['the majority did not confirm it', concern()],
    ['the socket broke below the driver', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
    ['the server is shutting down', serverError(91)],
    ['the primary stepped down', serverError(189)],
  ])('is unknown when %s', (_, error) => {
    expect(writeFault(error)).toMatchObject({ code: 'store-outcome-unknown', cause: error });
  });

  test.each<[string, Error]>([
    ['no server was found', nobody()],
    ['no connection could be made', handshake()],
    ['the server is no primary', serverError(10_107)],
    ['the password is wrong', serverError(18)],
  ])('is none when %s', (_, error) => {
    expect(writeFault(error)).toMatchObject({ code: 'store-unreachable', cause: error });
  });
});

test('a read that failed has no outcome to be unsure of', () => {
  expect(readFault(new MongoNetworkError('closed'))).toMatchObject({ code: 'store-unreachable' });
});

test('an error of our own stays what it is', () => {
  for (const error of [new TypeError('a bug'), new PrintServerError('store-corrupt', 'spoilt')]) {
    expect(readFault(error)).toBe(error);
    expect(writeFault(error)).toBe(error);
  }
});

test('a duplicate key is known by its code, whatever the message says', () => {
  expect(isDuplicateKey(serverError(11_000))).toBe(true);
  expect(isDuplicateKey(new MongoServerError({ message: 'E11000 duplicate key', code: 1 }))).toBe(false);
});

describe('a bulk insert', () => {
  const bulkError = (codes: readonly number[]): MongoBulkWriteError => {
    const result = { getWriteConcernError: () => undefined } as unknown as BulkWriteResult;
    const writeErrors = codes.map((code) => ({ code })) as unknown as WriteError[];
    return new MongoBulkWriteError({ message: 'no', code: codes[0] ?? 91, writeErrors }, result);
  };

  test('whose rows were there already has nothing to complain of', () => {
    expect(onlyDuplicates(bulkError([11_000, 11_000]))).toBe(true);
  });

  test.each<[string, Error]>([
    ['another failure of a row', bulkError([11_000, 121])],
    ['an error of the whole command, which lists no row', bulkError([])],
    ['an error that is no bulk error', serverError(91)],
  ])('with %s has failed', (_, error) => {
    expect(onlyDuplicates(error)).toBe(false);
  });

  test('that failed may have inserted some', () => {
    expect(writeFault(bulkError([]))).toMatchObject({ code: 'store-outcome-unknown' });
  });
});
