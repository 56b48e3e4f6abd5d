import type { AdapterJob } from '../model/adapter.ts';
import type { AdapterSettings } from '../model/adapter-settings.ts';
import type { BackendCall, Environment } from './backend-call.ts';
import type { BackendProgram } from './backend-program.ts';
import type { Journal } from './journal.ts';
import type { Notes } from './notes.ts';
import type { StatusPipe } from './status-pipe.ts';
import type { Termination } from './termination.ts';

/** One job and all that it may touch. */
export interface RunContext {
  readonly call: BackendCall;
  readonly environment: Environment;
  readonly settings: AdapterSettings;
  readonly job: AdapterJob;
  /** What is wrapped; absent where the server itself prints. */
  readonly wrapped?: { readonly uri: string; readonly program: BackendProgram };
  readonly openStdin: () => AsyncIterable<Buffer>;
  readonly status: StatusPipe;
  readonly termination: Termination;
  readonly journal: Journal;
  readonly held: Notes;
  readonly again: Notes;
  readonly ownUid: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
