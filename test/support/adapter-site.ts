import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapterSettingsPath } from '../../src/model/adapter-settings.ts';
import { AdapterGate } from './adapter-gate.ts';
import { type Backend, Cupsd } from './cupsd.ts';
import { recordingBackend } from './recording-backend.ts';
import { type CliResult, ServerProcess } from './server-process.ts';
import { SiteBooks } from './site-books.ts';
import { until } from './until.ts';

/** Whom CUPS runs the adapter as. */
export type AdapterMode = 'lp' | 'root';

/** As another user everything runs as that user, and there is one mode only. */
export const adapterModes: readonly AdapterMode[] = process.getuid?.() === 0 ? ['lp', 'root'] : ['lp'];

export interface SiteOptions {
  /** Printers of Platen; the queues come with addManaged(). */
  readonly queues: readonly string[];
  /** Beside the one that records. */
  readonly backends?: readonly Backend[];
  readonly retriesMax?: number;
  readonly openAttemptMs?: number;
  /** Of all printers. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly users?: Readonly<Record<string, unknown>>;
}

const everybody = { unknown: 'create', template: { mode: 'accounting-only' } };

/** A cupsd with the adapter in it and a Platen that it asks, installed as an administrator does. */
export class AdapterSite {
  readonly cups: Cupsd;
  readonly server: ServerProcess;
  readonly books: SiteBooks;
  /** Between the two, once it is put there. */
  readonly gate: AdapterGate;

  private constructor(cups: Cupsd, server: ServerProcess) {
    this.cups = cups;
    this.server = server;
    this.books = new SiteBooks(server);
    this.gate = new AdapterGate(join(cups.folder, 'gate.sock'), this.#socket);
  }

  static async make(options: SiteOptions): Promise<AdapterSite> {
    const { queues, backends = [], retriesMax, openAttemptMs, defaults, users = everybody } = options;
    const cups = await Cupsd.start({
      backends: [{ name: 'record', octets: recordingBackend }, ...backends],
      ...(retriesMax === undefined ? {} : { retriesMax }),
    });
    const isRoot = process.getuid?.() === 0;
    const server = await ServerProcess.make({
      adapter: {
        socket: join(cups.folder, 'platen.sock'),
        ...(isRoot ? { group: 'lp' } : {}),
        ...(openAttemptMs === undefined ? {} : { openAttemptMs }),
      },
      users,
      defaults: { prices: { impression: '0.10' }, ...defaults },
      printers: queues.map((name) => ({ name, device: 'cupspykota:' })),
    });
    server.environment = { CUPS_SERVER: cups.socket };
    const site = new AdapterSite(cups, server);
    await server.start();
    return site;
  }

  get #socket(): string {
    return join(this.cups.folder, 'platen.sock');
  }

  /** Installed as by hand, and then by way of the gate. */
  async installBehindGate(mode: AdapterMode, ...options: readonly string[]): Promise<void> {
    const installed = await this.install(mode, ...options);
    if (installed.code !== 0) throw new Error(`install: ${installed.stderr}`);
    await this.gate.open();
    const path = adapterSettingsPath(this.cups.serverRoot);
    const text = await readFile(path, 'utf8');
    // Over the file, which keeps its rights.
    await writeFile(path, text.replace(this.#socket, this.gate.path));
  }

  async install(mode: AdapterMode, ...options: readonly string[]): Promise<CliResult> {
    return this.command('install', ...(mode === 'root' ? ['--as-root'] : []), ...options);
  }

  command(name: string, ...args: readonly string[]): Promise<CliResult> {
    const place = name === 'detach' ? [] : ['--server-root', this.cups.serverRoot];
    return this.server.cli('cups', name, ...args, ...place);
  }

  /** A queue of its own device and the same one behind the adapter. */
  async addPair(name: string, uri: string, model: 'raw' | 'pdf' | 'ps' = 'raw'): Promise<void> {
    await this.cups.addLocalQueue(`plain-${name}`, uri, model);
    await this.addManaged(name, uri, model);
  }

  async addManaged(name: string, uri: string, model: 'raw' | 'pdf' | 'ps' = 'raw'): Promise<void> {
    await this.cups.addLocalQueue(name, `cupspykota:${uri}`, model);
  }

  async file(name: string, octets: Buffer | string): Promise<string> {
    const path = join(this.cups.folder, name);
    await writeFile(path, octets);
    return path;
  }

  async recorded(queue: string, job: number, what: string): Promise<Buffer> {
    return readFile(join(this.cups.out, `${queue}-${job}.${what}`));
  }

  async runs(queue: string, job: number): Promise<number> {
    const text = await this.recorded(queue, job, 'runs').catch(() => Buffer.alloc(0));
    return text.toString().split('\n').length - 1;
  }

  /** Lets a backend go on that waits in a job, now and in later runs. */
  async go(queue: string, job: number): Promise<void> {
    await writeFile(join(this.cups.out, `${queue}-${job}.go`), '');
  }

  /** How often the whole document came to the device. */
  async delivered(queue: string, job: number, document: Buffer): Promise<number> {
    const names = await readdir(this.cups.out);
    const data = names.filter((name) => new RegExp(`^${queue}-${job}\\.data(\\.\\d+)?$`).test(name));
    const contents = await Promise.all(data.map((name) => readFile(join(this.cups.out, name))));
    return contents.filter((content) => content.equals(document)).length;
  }

  /** Waits until the backend works at a job; answers its process number. */
  async working(queue: string, job: number): Promise<number> {
    let pid = 0;
    await until(`the backend of ${queue}-${job}`, async () => {
      const text = await this.recorded(queue, job, 'working').catch(() => Buffer.alloc(0));
      pid = Number(text.toString());
      return pid > 0;
    });
    return pid;
  }

  /** Process numbers of the adapters that run for a job. */
  adaptersOf(job: number): Promise<readonly number[]> {
    return this.programsWith(String(job));
  }

  /** Process numbers of the adapters that run with that first argument. */
  async programsWith(argument: string): Promise<readonly number[]> {
    const program = join(this.cups.backends, 'cupspykota');
    const found: number[] = [];
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      const words = line.split('\0');
      if (words.includes(program) && words[words.indexOf(program) + 1] === argument) found.push(Number(name));
    }
    return found;
  }

  async close(): Promise<void> {
    await this.gate.close();
    await this.cups.close();
    await this.server.remove();
  }
}
