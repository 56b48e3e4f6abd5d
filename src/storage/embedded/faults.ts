import { type FaultCode, messageOf, PrintServerError } from '../../base/fault.ts';
import { isRecord } from '../records.ts';

/** Primary result codes (https://sqlite.org/rescode.html); the extended ones have them in their low 8 bits. */
const resultCode = {
  busy: 5,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

const meanings: ReadonlyMap<number, { readonly code: FaultCode; readonly message: string }> = new Map([
  [resultCode.busy, { code: 'store-unreachable', message: 'another program holds the store file' }],
  [
    resultCode.noMemory,
    { code: 'store-unreachable', message: 'there is no memory left to use the store file' },
  ],
  [resultCode.readOnly, { code: 'store-unreachable', message: 'the store file cannot be written' }],
  [resultCode.ioError, { code: 'store-unreachable', message: 'the disk of the store file fails' }],
  [resultCode.cannotOpen, { code: 'store-unreachable', message: 'the store file cannot be opened' }],
  [resultCode.full, { code: 'disk-full', message: 'the disk of the store file is full' }],
  [
    resultCode.corrupt,
    {
      code: 'store-corrupt',
      message: 'the store file is damaged: stop the server and restore it from a backup',
    },
  ],
  [
    resultCode.notADatabase,
    { code: 'store-corrupt', message: 'the store file is no SQLite file: restore it from a backup' },
  ],
]);

/** What went wrong with the file itself; undefined when the error is about one statement and its values. */
export function faultOfFile(error: unknown): PrintServerError | undefined {
  const meaning = meanings.get(primaryCodeOf(error));
  if (meaning === undefined) return undefined;
  return new PrintServerError(meaning.code, `${meaning.message} (${messageOf(error)})`, { cause: error });
}

/** Any error as ours. */
export function faultOf(error: unknown): PrintServerError {
  if (error instanceof PrintServerError) return error;
  const known = faultOfFile(error);
  if (known !== undefined) return known;
  return new PrintServerError('assertion', `the store met ${messageOf(error)}`, { cause: error });
}

/**
 * The fault of a COMMIT that failed. With SQLITE_FULL the record that completes the transaction was not written
 * whole, so it did not happen; after any other error nobody knows before the file has been read again.
 */
export function faultOfCommit(error: unknown): PrintServerError {
  if (primaryCodeOf(error) === resultCode.full) return faultOf(error);
  return new PrintServerError('store-outcome-unknown', `the commit failed (${messageOf(error)}); ask again`, {
    cause: error,
  });
}

/** Another connection holds the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  return primaryCodeOf(error) === resultCode.busy;
}

function primaryCodeOf(error: unknown): number {
  const code = isRecord(error) ? error['errcode'] : undefined;
  return typeof code === 'number' ? code & 0xff : 0;
}
