import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  attribute,
  firstInteger,
  firstString,
  groupOf,
  groupTags,
  operations,
  strings,
} from '../../src/ipp/index.ts';
import { call, requestMessage } from './ipp-client.ts';
import { needs } from './needs.ts';

/** Ends by itself then, should the tests die before they end it. */
const lifeSeconds = 900;
const commandMs = 60_000;
/** printer-make-and-model of a queue without a PPD. */
const rawModel = 'Local Raw Printer';
const systemBinaries = '/usr/lib/cups';

/** What CUPS calls the states of a job (RFC 8011 §5.3.7). */
const jobStates = new Map([
  [3, 'pending'],
  [4, 'pending-held'],
  [5, 'processing'],
  [6, 'processing-stopped'],
  [7, 'canceled'],
  [8, 'aborted'],
  [9, 'completed'],
]);

const administrative = [
  'CUPS-Add-Modify-Printer',
  'CUPS-Delete-Printer',
  'CUPS-Add-Modify-Class',
  'CUPS-Delete-Class',
  'CUPS-Set-Default',
  'CUPS-Get-Devices',
  'CUPS-Accept-Jobs',
  'CUPS-Reject-Jobs',
  'Pause-Printer',
  'Resume-Printer',
  'Enable-Printer',
  'Disable-Printer',
  'Set-Printer-Attributes',
];

export interface CupsJob {
  readonly state: string;
  readonly reasons: readonly string[];
  /** What the queue's users are shown: the last message of the backend. */
  readonly message: string | undefined;
}

export interface LpOptions {
  readonly user: string;
  readonly options?: readonly string[];
}

/** A print system of its own: private folders and a Unix socket; no network hears of it. */
export class Cupsd {
  readonly folder: string;
  #child: ChildProcess | undefined;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(): Promise<Cupsd> {
    const cupsd = new Cupsd(await mkdtemp(join(tmpdir(), 'platen-cups-')));
    try {
      await cupsd.#start();
    } catch (error) {
      await cupsd.close();
      throw error;
    }
    return cupsd;
  }

  /**
   * A queue as a user's system makes it for a driverless printer. lpadmin returns at once while a thread of cupsd asks the
   * printer and writes the PPD (2.4.2); what is printed before that goes as it is, or is aborted as not convertible.
   */
  async addQueue(name: string, uri: string): Promise<void> {
    await this.run('lpadmin', '-p', name, '-v', uri, '-E', '-m', 'everywhere');
    for (let left = 300; (await this.#model(name)) === rawModel; left -= 1) {
      if (left === 0) throw new Error(`queue ${name} stays without a PPD`);
      await sleep(100);
    }
  }

  async #model(queue: string): Promise<string | undefined> {
    const request = requestMessage({
      code: operations.getPrinterAttributes,
      user: userInfo().username,
      operation: [attribute('printer-uri', `ipp://localhost/printers/${queue}`)],
    });
    const { message } = await call(this.#socket, request, { path: `/printers/${queue}` });
    return firstString(groupOf(message, groupTags.printer) ?? new Map(), 'printer-make-and-model');
  }

  /** Answers the number of the job. */
  async print(queue: string, file: string, { user, options = [] }: LpOptions): Promise<number> {
    const wishes = options.flatMap((option) => ['-o', option]);
    const said = await this.run('lp', '-U', user, '-d', queue, ...wishes, file);
    const id = /request id is \S+-(\d+)/.exec(said)?.[1];
    if (id === undefined) throw new Error(`lp said: ${said}`);
    return Number(id);
  }

  async job(id: number): Promise<CupsJob> {
    const request = requestMessage({
      code: operations.getJobAttributes,
      user: userInfo().username,
      operation: [attribute('job-uri', `ipp://localhost/jobs/${id}`)],
    });
    const { message } = await call(this.#socket, request, { path: `/jobs/${id}` });
    const job = groupOf(message, groupTags.job) ?? new Map();
    return {
      state: jobStates.get(firstInteger(job, 'job-state') ?? 0) ?? 'unknown',
      reasons: strings(job, 'job-state-reasons'),
      message: firstString(job, 'job-printer-state-message'),
    };
  }

  /** Waits until the job has ended or is held. */
  async over(id: number, withinMs = 60_000): Promise<CupsJob> {
    const until = Date.now() + withinMs;
    for (;;) {
      const job = await this.job(id);
      if (['pending-held', 'canceled', 'aborted', 'completed'].includes(job.state)) return job;
      if (Date.now() > until)
        throw new Error(`job ${id} stays ${JSON.stringify(job)}\n${await this.log(id)}`);
      await sleep(100);
    }
  }

  /** What cupsd and the backend said of a job. */
  async log(id: number): Promise<string> {
    const lines = (await readFile(join(this.folder, 'error_log'), 'utf8')).split('\n');
    return lines.filter((line) => line.includes(`[Job ${id}]`)).join('\n');
  }

  /** Runs a command of cups-client against this cupsd, or against another one by its `-h`. */
  run(command: string, ...args: readonly string[]): Promise<string> {
    // Without the options and the default printer that whoever runs the tests has in a home folder.
    const env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      CUPS_SERVER: this.#socket,
      LC_ALL: 'C.UTF-8',
    };
    return new Promise((resolve, reject) => {
      execFile(command, args, { env, timeout: commandMs }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${command} ${args.join(' ')}: ${stderr}${stdout}`, { cause: error }));
      });
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const { pid } = child;
      // `timeout` leads a process group of its own, in which everything is that cupsd started.
      const hard = setTimeout(() => process.kill(-pid, 'SIGKILL'), 10_000);
      await ended;
      clearTimeout(hard);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.folder, 'cups.sock');
  }

  async #start(): Promise<void> {
    // Backends run as lp and must be able to walk here.
    await chmod(this.folder, 0o755);
    for (const name of ['etc/ppd', 'run', 'cache', 'spool/tmp', 'bin'])
      await mkdir(join(this.folder, name), { recursive: true });
    const files = join(this.folder, 'etc', 'cups-files.conf');
    const settings = join(this.folder, 'etc', 'cupsd.conf');
    await writeFile(files, filesConfig(this.folder));
    await writeFile(settings, serverConfig(this.#socket));
    const program = await runnable(needs('cupsd').found, join(this.folder, 'bin'));
    const args = ['--kill-after=10', String(lifeSeconds), program, '-f', '-c', settings, '-s', files];
    this.#child = spawn('timeout', args, { stdio: 'ignore' });
    await this.#ready(this.#child);
  }

  async #ready(child: ChildProcess): Promise<void> {
    for (let left = 150; left > 0; left -= 1) {
      const said = await this.run('lpstat', '-r').catch(() => '');
      if (said.includes('is running')) return;
      if (child.exitCode !== null) break;
      await sleep(100);
    }
    const log = await readFile(join(this.folder, 'error_log'), 'utf8').catch(() => '');
    throw new Error(`cupsd does not come up (${child.exitCode ?? 'running'}): ${log.slice(-2_000)}`);
  }
}

/** An AppArmor profile for cupsd forbids it other folders than the system's; a copy elsewhere has no profile. */
async function runnable(program: string, folder: string): Promise<string> {
  const enabled = await readFile('/sys/module/apparmor/parameters/enabled', 'utf8').catch(() => 'N');
  if (!enabled.startsWith('Y')) return program;
  const copy = join(folder, 'cupsd');
  await copyFile(program, copy);
  await chmod(copy, 0o755);
  return copy;
}

/** As root, cupsd lets filters and backends run as lp; else everything runs as whoever started it. */
function filesConfig(folder: string): string {
  const isRoot = process.getuid?.() === 0;
  const { username } = userInfo();
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  return `ServerRoot ${folder}/etc
ServerBin ${systemBinaries}
DataDir /usr/share/cups
RequestRoot ${folder}/spool
TempDir ${folder}/spool/tmp
CacheDir ${folder}/cache
StateDir ${folder}/run
ServerKeychain ${folder}/etc
AccessLog ${folder}/access_log
ErrorLog ${folder}/error_log
PageLog ${folder}/page_log
User ${isRoot ? 'lp' : username}
Group ${isRoot ? 'lp' : group}
SystemGroup ${isRoot ? 'root' : group}
`;
}

/**
 * Whoever is on this machine may print while a test runs; to administer, one must be the user who runs the tests: a
 * cupsd that runs as root would else be root for everybody.
 */
function serverConfig(socket: string): string {
  const administrators = `AuthType Default\n    Require user ${userInfo().username}`;
  return `LogLevel debug
MaxLogSize 0
Listen ${socket}
Browsing No
BrowseLocalProtocols none
WebInterface No
DefaultAuthType Basic
IdleExitTimeout 0
JobRetryInterval 3
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Location /admin>
  ${administrators}
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit ${administrative.join(' ')}>
    ${administrators}
  </Limit>
  <Limit All>
    Order allow,deny
    Allow localhost
  </Limit>
</Policy>
`;
}
