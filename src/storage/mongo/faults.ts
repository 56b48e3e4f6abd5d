import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';
import { messageOf, PrintServerError } from '../../base/fault.ts';

/** A key that must be unique is there already. Judged by the code: the message is worded differently by each server. */
const duplicateKey = 11_000;

/**
 * Answers of a server that stops or loses its office while it works on a command: the write may have been done, and
 * may yet be rolled back. (10107, NotWritablePrimary, is not among them: it is said before anything is done.)
 */
const interrupted = new Set([
  50, // MaxTimeMSExpired
  64, // WriteConcernFailed
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
]);

/** Two writers were in each other's way and the server has undone this one: it may simply be sent again. */
const undone = new Set([
  112, // WriteConflict
  16_908_292, // a deadlock in PostgreSQL under FerretDB 2
]);

/** Of a bulk some rows may stand all the same: what goes in bulks must be rows that may be inserted again. */
export function isUndone(error: unknown): boolean {
  return error instanceof MongoServerError && typeof error.code === 'number' && undone.has(error.code);
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/**
 * Whether all that went wrong in a bulk insert is that rows were there already. The driver makes a bulk error of
 * everything, of a broken connection too: then it lists no row.
 */
export function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined)
    return false;
  const failures = [error.writeErrors].flat();
  return failures.length > 0 && failures.every((one) => one.code === duplicateKey);
}

/** The driver's error of a command that changes nothing, as ours. */
export function readFault(error: unknown): unknown {
  return isFromDriver(error) ? unreachable(error) : error;
}

/** The driver's error of a command that writes, as ours: did it certainly not happen, or is that not known? */
export function writeFault(error: unknown): unknown {
  if (!isFromDriver(error)) return error;
  if (!mayHaveHappened(error)) return unreachable(error);
  return new PrintServerError(
    'store-outcome-unknown',
    `MongoDB did not say whether a write was done: ${messageOf(error)}`,
    { cause: error },
  );
}

/**
 * Its own errors, and those of the system that it lets through: a command written to a socket that the server had just
 * closed ends in a bare EPIPE (driver 7.9).
 */
function isFromDriver(error: unknown): error is Error {
  if (error instanceof MongoError) return true;
  return error instanceof Error && !(error instanceof PrintServerError) && 'code' in error;
}

function mayHaveHappened(error: Error): boolean {
  if (!(error instanceof MongoError)) return true;
  if (error instanceof MongoServerSelectionError) return false;
  // The connection could not be made at all, so that nothing was sent over it.
  if (error.hasErrorLabel('HandshakeError') || error.hasErrorLabel('NoWritesPerformed')) return false;
  if (error instanceof MongoNetworkError || error instanceof MongoOperationTimeoutError) return true;
  // What is inside a bulk error cannot be told any more.
  if (error instanceof MongoWriteConcernError || error instanceof MongoBulkWriteError) return true;
  return error instanceof MongoServerError && typeof error.code === 'number' && interrupted.has(error.code);
}

function unreachable(error: Error): PrintServerError {
  return new PrintServerError('store-unreachable', `MongoDB cannot be used: ${messageOf(error)}`, {
    cause: error,
  });
}
