import type { Command } from 'commander';
import type { Admin } from '../admin/index.ts';
import type { Currency } from '../config/index.ts';
import type { CliDeps, CliIo } from './deps.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What a command is given when it is defined. */
export interface Cli {
  readonly io: CliIo;
  readonly deps: CliDeps;
  /** Runs the work of an action; its exit code becomes that of the process. */
  run(work: (out: Output) => Promise<number>): Promise<void>;
  /** The same with the admin functions opened, and closed whatever happens. */
  withAdmin(work: (session: Session) => Promise<ExitCode>): Promise<void>;
  /** The configuration named, or the one in its usual place. */
  configFile(): string;
}

export interface Session {
  readonly admin: Admin;
  readonly currency: Currency;
  readonly out: Output;
}

/** Adds options, operands and action to a command that has its name already. */
export type DefineCommand = (command: Command, cli: Cli) => void;
