import { Readable, Writable } from 'node:stream';
import { type Admin, createAdmin } from '../../src/admin/index.ts';
import { systemClock } from '../../src/base/clock.ts';
import {
  type CheckReport,
  type CliDeps,
  type CliIo,
  runCli,
  type ServeRequest,
} from '../../src/cli/index.ts';
import type { UsersRule } from '../../src/config/index.ts';
import { createDocumentCounters, defaultCountLimits } from '../../src/documents/index.ts';
import type { Credentials } from '../../src/identity/index.ts';
import type { Identity } from '../../src/model/identity.ts';
import { noCredentials } from '../support/identifier.ts';
import type { TestService } from '../support/print-service.ts';

const root: Identity = { name: 'root', level: 'local', proof: 'test', operator: true };

export const strangers: UsersRule = {
  unknown: 'create',
  template: { mode: 'accounting-only', overdraft: 0, limits: {} },
  openingBalance: 0,
  normalise: { case: 'lower', stripDomain: true, stripRealm: true },
};

/** The admin functions over a test service, as entry joins them. */
export function adminOver(service: TestService, credentials: Credentials = noCredentials): Admin {
  return createAdmin(
    {
      store: service.store,
      jobs: service.jobs,
      credentials,
      clock: systemClock,
      currency: { code: 'EUR', digits: 2 },
      users: strangers,
      normalise: (name) => name.trim().toLowerCase().replace(/^.*\\/, ''),
    },
    root,
  );
}

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Platen {
  (...argv: readonly string[]): Promise<Said>;
  /** The same with `--json`; answers what was printed, a value a line. */
  json(...argv: readonly string[]): Promise<readonly unknown[]>;
}

export interface PlatenOptions {
  readonly admin?: Admin;
  readonly deps?: Partial<CliDeps>;
  readonly io?: Partial<CliIo>;
  readonly stdin?: string | Buffer;
}

/** The command line in this process, with everything it says kept. */
export function platen({ admin, deps, io, stdin = '' }: PlatenOptions): Platen {
  const run = async (...argv: readonly string[]): Promise<Said> => {
    const out = keeper();
    const err = keeper();
    const code = await runCli(
      argv,
      {
        stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
        stdout: out.stream,
        stderr: err.stream,
        showProgress: false,
        workingFolder: import.meta.dirname,
        configFile: 'platen.json',
        ...io,
      },
      { ...depsOver(admin), ...deps },
    );
    return { code, out: out.text(), err: err.text() };
  };
  const json = async (...argv: readonly string[]): Promise<readonly unknown[]> => {
    const said = await run(...argv, '--json');
    return said.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  };
  return Object.assign(run, { json });
}

function depsOver(admin: Admin | undefined): CliDeps {
  return {
    version: '1.2.3',
    openAdmin: () => {
      if (admin === undefined) throw new Error('this command must not ask for the admin functions');
      return Promise.resolve({ admin, currency: { code: 'EUR', digits: 2 }, close: () => Promise.resolve() });
    },
    serve: (_request: ServeRequest) => Promise.resolve(0),
    check: (): Promise<CheckReport> => Promise.resolve({ problems: [], warnings: [], summary: [] }),
    adapterPlace: () => Promise.resolve({ socket: '/nowhere/adapter.sock', addresses: ['localhost:8631'] }),
    openCounters: () => Promise.resolve(createDocumentCounters(defaultCountLimits)),
  };
}

function keeper(): { readonly stream: Writable; readonly text: () => string } {
  const pieces: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write: (piece: string | Buffer, _encoding, done) => {
      pieces.push(piece.toString());
      done();
    },
  });
  return { stream, text: () => pieces.join('') };
}
