import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AdapterSettings,
  adapterSettingsPath,
  adapterSettingsText,
  defaultJournalLimits,
  defaultServerDown,
} from '../../src/model/adapter-settings.ts';

const adapterProgram: string = fileURLToPath(new URL('../../dist/cupspykota', import.meta.url));

/** For data that a test writes itself. */
export const standsOpen: unique symbol = Symbol('input stands open');

export interface AdapterRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly uri: string;
  readonly file?: string;
  readonly input?: Uint8Array | string;
  readonly user?: string;
  readonly title?: string;
  readonly job?: number;
  readonly options?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A backend directory and the settings of the program in it, started as cupsd starts it but without a cupsd. */
export class AdapterFolder {
  readonly folder: string;
  readonly backends: string;
  readonly program: string;
  settings: AdapterSettings;
  /** A program that starts the adapter, with its arguments; such as one that sets limits. */
  launcher: readonly string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.backends = join(folder, 'backend');
    this.program = join(this.backends, 'cupspykota');
    this.settings = {
      instance: 'test-instance',
      server: { kind: 'socket', path: join(folder, 'adapter.sock') },
      ownAddresses: ['localhost:8631'],
      user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
      folder: join(folder, 'spool'),
      journal: defaultJournalLimits,
      serverDown: defaultServerDown,
      queues: {},
    };
  }

  static async make(): Promise<AdapterFolder> {
    const made = new AdapterFolder(await mkdtemp(join(tmpdir(), 'platen-adapter-')));
    await chmod(made.folder, 0o755);
    for (const name of ['backend', 'etc/platen', 'tmp', 'out'])
      await mkdir(join(made.folder, name), { recursive: true });
    await copyFile(adapterProgram, made.program);
    await chmod(made.program, 0o755);
    await made.configure({});
    return made;
  }

  async configure(change: Partial<AdapterSettings>): Promise<void> {
    this.settings = { ...this.settings, ...change };
    await writeFile(adapterSettingsPath(join(this.folder, 'etc')), adapterSettingsText(this.settings));
  }

  /** A shell script as backend. */
  async backend(name: string, script: string, mode = 0o755): Promise<void> {
    const path = join(this.backends, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, mode);
  }

  start(options: RunOptions): ChildProcess {
    const { uri, file, user = 'alice', title = 'a title', job = 7 } = options;
    const text = options.options ?? 'sides=one-sided time-at-creation=1700000000';
    const args = [String(job), user, title, '2', text, ...(file === undefined ? [] : [file])];
    return this.spawn(args, { DEVICE_URI: uri, ...options.environment }, options.input);
  }

  spawn(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    input?: Uint8Array | string | typeof standsOpen,
  ): ChildProcess {
    const command = [...this.launcher, this.program, ...args];
    const child = spawn(command[0] ?? this.program, command.slice(1), {
      env: {
        PATH: '/usr/bin:/bin',
        PRINTER: 'office',
        CUPS_SERVERROOT: join(this.folder, 'etc'),
        CUPS_SERVER: join(this.folder, 'cups.sock'),
        TMPDIR: join(this.folder, 'tmp'),
        CONTENT_TYPE: 'application/pdf',
        OUT: join(this.folder, 'out'),
        ...environment,
      },
      // A process group of its own, as cupsd gives it.
      detached: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.on('error', () => undefined);
    if (input !== undefined && input !== standsOpen) child.stdin?.end(input);
    return child;
  }

  run(options: RunOptions): Promise<AdapterRun> {
    return resultOf(this.start(options));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function resultOf(child: ChildProcess): Promise<AdapterRun> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, ...said };
}
