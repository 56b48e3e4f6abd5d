import { CommanderError } from 'commander';
import { messageOf, PrintServerError } from '../base/fault.ts';
import { type ExitCode, exitCodeOfFault, exitCodes } from './exit-codes.ts';

/** The command was used wrongly; the message says what was found, what was expected and what to do. */
export class UsageError extends Error {}

/** A pattern that selects nothing; the message says so. */
export class NothingSelected extends Error {}

/** What ended a command early: its exit code, and the sentence that has not been said yet. */
export interface Ending {
  readonly code: ExitCode;
  readonly message?: string;
}

export function endingOf(error: unknown): Ending {
  // commander has printed its message, its hint or the help already.
  if (error instanceof CommanderError)
    return { code: error.exitCode === 0 ? exitCodes.done : exitCodes.usage };
  if (error instanceof UsageError) return { code: exitCodes.usage, message: error.message };
  if (error instanceof NothingSelected) return { code: exitCodes.refused, message: error.message };
  if (error instanceof PrintServerError) return { code: exitCodeOfFault[error.code], message: error.message };
  return { code: exitCodes.unreachable, message: `unexpected fault: ${messageOf(error)}` };
}
