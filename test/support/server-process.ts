import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a user runs: the built program, in a process of its own. `npm test` builds it first. */
const program = fileURLToPath(new URL('../../dist/entry/platen.js', import.meta.url));
const readyWithinMs = 60_000;
/** A command that hangs is killed then and its code is null: no test leaves it behind. */
const commandMs = 120_000;

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a configuration and a server that a test starts, kills and starts again. */
export class ServerProcess {
  readonly folder: string;
  readonly file: string;
  port = 0;
  stderr = '';
  /** Variables of the commands beside those of the tests. */
  environment: Readonly<Record<string, string>> = {};
  /** What goes before the command that starts the server. */
  wrapper: readonly string[] = [];
  #child: ChildProcess | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, 'platen.json');
  }

  static async make(config: Readonly<Record<string, unknown>>): Promise<ServerProcess> {
    const server = new ServerProcess(await mkdtemp(join(tmpdir(), 'platen-server-')));
    await server.configure(config);
    return server;
  }

  async configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    const complete = { listen: ['127.0.0.1:0'], data: 'data', logging: { level: 'warn' }, ...config };
    await writeFile(this.file, JSON.stringify(complete));
  }

  /** Resolves when it says that it is ready; rejects with what it said when it ends before. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const command = [...this.wrapper, process.execPath, program, 'serve', '--config', this.file];
    const child = spawn(command[0] ?? '', command.slice(1), {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let stdout = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-20_000);
    });
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        const port = /is ready on 127\.0\.0\.1:(\d+)/.exec(stdout)?.[1];
        if (port === undefined) return;
        this.port = Number(port);
        resolve();
      });
      child.once('exit', (code, signal) => {
        reject(new Error(`the server ended with ${code ?? signal ?? '?'}: ${stdout}${this.stderr}`));
      });
    });
    const timeout = setTimeout(() => child.kill('SIGKILL'), readyWithinMs);
    await ready.finally(() => {
      clearTimeout(timeout);
    });
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** 0 before the first start. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Of the last run; null while it runs, and when a signal ended it. */
  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    if (this.running && this.#child !== undefined) await once(this.#child, 'exit');
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.running) this.#child?.kill(signal);
    await this.ended();
  }

  /** Runs a command of the program against this configuration. */
  cli(...args: readonly string[]): Promise<CliResult> {
    return this.cliReading('', ...args);
  }

  /** The same with something on standard input. */
  async cliReading(input: string, ...args: readonly string[]): Promise<CliResult> {
    const child = spawn(process.execPath, [program, ...args, '--config', this.file], {
      env: { ...process.env, ...this.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: commandMs,
    });
    // A command that does not read may have ended before.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    await once(child, 'close');
    return { code: child.exitCode, ...output };
  }

  /** The JSON that a command answers. */
  async json(...args: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await this.cli(...args, '--json');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code ?? '?'}: ${stderr}${stdout}`);
    return JSON.parse(stdout);
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
