import type { Readable, Writable } from 'node:stream';
import type { Admin } from '../admin/index.ts';
import type { ConfigProblem, ConfigWarning, Currency } from '../config/index.ts';
import type { DocumentCounters } from '../documents/index.ts';

/** The process as the commands see it. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Width of the terminal; absent when stdout is none, and nothing is cut then. */
  readonly columns?: number;
  /** stderr is a terminal: long work shows how far it is. */
  readonly showProgress: boolean;
  readonly workingFolder: string;
  /** PLATEN_CONFIG, if set. */
  readonly configFile?: string;
}

/** What the commands call; entry joins the parts. */
export interface CliDeps {
  readonly version: string;
  /** Over the control socket when a server runs, else over the store itself. Throws faults. */
  readonly openAdmin: (configFile: string) => Promise<OpenedAdmin>;
  /** Runs until the server has ended; answers the exit code. */
  readonly serve: (request: ServeRequest) => Promise<number>;
  readonly check: (configFile: string) => Promise<CheckReport>;
  /** Where the CUPS adapter finds the server. Throws `config-invalid`. */
  readonly adapterPlace: (configFile: string) => Promise<AdapterPlace>;
  /** Made on first use, so that no other command pays for it. */
  readonly openCounters: () => Promise<DocumentCounters>;
}

export interface OpenedAdmin {
  readonly admin: Admin;
  readonly currency: Currency;
  readonly close: () => Promise<void>;
}

export interface AdapterPlace {
  readonly socket: string;
  /** host:port at which the server takes print jobs; host * for every address of this machine. */
  readonly addresses: readonly string[];
}

export interface ServeRequest {
  readonly configFile: string;
  /** In place of the addresses of the configuration, as given and checked; empty leaves those. */
  readonly listen: readonly string[];
}

export interface CheckReport {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigWarning[];
  /** What the configuration amounts to, a sentence each; empty when it cannot be used. */
  readonly summary: readonly string[];
}
