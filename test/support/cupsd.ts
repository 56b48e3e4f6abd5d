import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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

const ended = ['canceled', 'aborted', 'completed'];

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
  readonly title?: string;
}

/** A program in the backend directory. */
export interface Backend {
  readonly name: string;
  readonly octets: Buffer | string;
  /** 0755: runs as lp · 0700: runs as root. */
  readonly mode?: number;
}

export interface CupsdOptions {
  /** A backend directory of its own, with the system's backends and these. */
  readonly backends?: readonly Backend[];
  /** JobRetryLimit, after which a job that is tried again is aborted. */
  readonly retriesMax?: number;
}

/** What a driver of CUPS is for these tests: the printer takes PDF or PostScript, copies are left to it. */
export type Model = 'raw' | 'pdf' | 'ps';

/** A print system of its own: private folders and a Unix socket; no network hears of it. */
export class Cupsd {
  readonly folder: string;
  readonly #options: CupsdOptions;
  #child: ChildProcess | undefined;
  #canWake = false;

  private constructor(folder: string, options: CupsdOptions) {
    this.folder = folder;
    this.#options = options;
  }

  static async start(options: CupsdOptions = {}): Promise<Cupsd> {
    const cupsd = new Cupsd(await mkdtemp(join(tmpdir(), 'platen-cups-')), options);
    try {
      await cupsd.#prepare();
      await cupsd.begin();
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

  /** The PPD that cupsd has made of a queue. */
  driverOf(queue: string): Promise<string> {
    return readFile(join(this.folder, 'etc/ppd', `${queue}.ppd`), 'utf8');
  }

  async #model(queue: string): Promise<string | undefined> {
    const request = requestMessage({
      code: operations.getPrinterAttributes,
      user: userInfo().username,
      operation: [attribute('printer-uri', `ipp://localhost/printers/${queue}`)],
    });
    const { message } = await call(this.socket, request, { path: `/printers/${queue}` });
    return firstString(groupOf(message, groupTags.printer) ?? new Map(), 'printer-make-and-model');
  }

  /** A queue to a backend, without a driver or with one of ours. */
  async addLocalQueue(name: string, uri: string, model: Model = 'raw'): Promise<void> {
    const driver = model === 'raw' ? ['-m', 'raw'] : ['-P', join(this.folder, `${model}.ppd`)];
    if (model !== 'raw') await writeFile(join(this.folder, `${model}.ppd`), ppdOf(model));
    await this.run('lpadmin', '-p', name, '-v', uri, '-E', ...driver);
  }

  async addBackend({ name, octets, mode = 0o755 }: Backend): Promise<void> {
    const path = join(this.backends, name);
    await rm(path, { force: true });
    await writeFile(path, octets);
    await chmod(path, mode);
  }

  /** Answers the number of the job. */
  async print(queue: string, files: string | readonly string[], lp: LpOptions): Promise<number> {
    const { user, options = [], title } = lp;
    const wishes = options.flatMap((option) => ['-o', option]);
    const titled = title === undefined ? [] : ['-t', title];
    const said = await this.run('lp', '-U', user, '-d', queue, ...titled, ...wishes, ...[files].flat());
    const id = /request id is \S+-(\d+)/.exec(said)?.[1];
    if (id === undefined) throw new Error(`lp said: ${said}`);
    return Number(id);
  }

  async job(id: number): Promise<CupsJob> {
    const request = requestMessage({
      code: operations.getJobAttributes,
      user: userInfo().username,
      operation: [
        attribute('job-uri', `ipp://localhost/jobs/${id}`),
        // Not all: cupsd 2.4.2 tells the formats of several documents as several attributes of one name.
        attribute('requested-attributes', 'job-state', 'job-state-reasons', 'job-printer-state-message'),
      ],
    });
    const { message } = await call(this.socket, request, { path: `/jobs/${id}` });
    const job = groupOf(message, groupTags.job) ?? new Map();
    return {
      state: jobStates.get(firstInteger(job, 'job-state') ?? 0) ?? 'unknown',
      reasons: strings(job, 'job-state-reasons'),
      message: firstString(job, 'job-printer-state-message'),
    };
  }

  /** What all users of a queue are shown. */
  async printerMessage(queue: string): Promise<string> {
    const request = requestMessage({
      code: operations.getPrinterAttributes,
      user: userInfo().username,
      operation: [attribute('printer-uri', `ipp://localhost/printers/${queue}`)],
    });
    const { message } = await call(this.socket, request, { path: `/printers/${queue}` });
    return firstString(groupOf(message, groupTags.printer) ?? new Map(), 'printer-state-message') ?? '';
  }

  /** Waits until the job has ended or is held. */
  over(id: number): Promise<CupsJob> {
    return this.#until(id, ['pending-held', ...ended]);
  }

  /** Waits until the job has ended; what is held in between, CUPS tries again. */
  ended(id: number): Promise<CupsJob> {
    return this.#until(id, ended);
  }

  async #until(id: number, states: readonly string[], withinMs = 90_000): Promise<CupsJob> {
    const until = Date.now() + withinMs;
    for (let asked = 1; ; asked += 1) {
      const job = await this.job(id);
      if (states.includes(job.state)) return job;
      if (Date.now() > until)
        throw new Error(`job ${id} stays ${JSON.stringify(job)}\n${await this.log(id)}`);
      if (job.state === 'pending-held' && asked % 5 === 0) await this.#wake();
      await sleep(100);
    }
  }

  /** cupsd looks after the jobs that it has put off every ten seconds (2.4.2), and whenever another job comes. */
  async #wake(): Promise<void> {
    if (!this.#canWake) await this.run('lpadmin', '-p', 'wake', '-v', 'file:///dev/null', '-E', '-m', 'raw');
    this.#canWake = true;
    await this.run('lp', '-d', 'wake', join(this.serverRoot, 'cupsd.conf'));
  }

  /** Lets cupsd try again what it has put off until that has shown. */
  async wakeUntil(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await this.#wake();
      await sleep(500);
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
      CUPS_SERVER: this.socket,
      // Where clients on the machine of a cupsd find the driver files of its queues.
      CUPS_SERVERROOT: this.serverRoot,
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
    // A backend that cupsd has left behind may write into it yet.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get socket(): string {
    return join(this.folder, 'cups.sock');
  }

  get backends(): string {
    return join(this.folder, 'bin', 'backend');
  }

  get serverRoot(): string {
    return join(this.folder, 'etc');
  }

  /** Where a test backend, whoever it runs as, may leave what it got. */
  get out(): string {
    return join(this.folder, 'out');
  }

  /** Process number of cupsd itself. */
  async pid(): Promise<number> {
    const starter = this.#child?.pid ?? 0;
    const children = await readFile(`/proc/${starter}/task/${starter}/children`, 'utf8');
    return Number(children.trim().split(' ')[0]);
  }

  /** Ends cupsd as its service would, or as a crash would; the folder stays. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(await this.pid(), signal);
    await ended;
  }

  async #prepare(): Promise<void> {
    // Backends run as lp and must be able to walk here.
    await chmod(this.folder, 0o755);
    for (const name of ['etc/ppd', 'run', 'cache', 'spool/tmp', 'bin', 'out'])
      await mkdir(join(this.folder, name), { recursive: true });
    await chmod(this.out, 0o1777);
    const { backends } = this.#options;
    if (backends !== undefined) await ownBackends(this.folder);
    for (const backend of backends ?? []) await this.addBackend(backend);
    const bin = backends === undefined ? systemBinaries : join(this.folder, 'bin');
    await writeFile(join(this.serverRoot, 'cups-files.conf'), filesConfig(this.folder, bin));
    await writeFile(
      join(this.serverRoot, 'cupsd.conf'),
      serverConfig(this.socket, this.#options.retriesMax ?? 3),
    );
    // Debian keeps these two in /etc/cups: without them unknown data is refused.
    await writeFile(join(this.serverRoot, 'raw.types'), 'application/octet-stream\n');
    await writeFile(
      join(this.serverRoot, 'raw.convs'),
      'application/octet-stream application/vnd.cups-raw 0 -\n',
    );
  }

  /** Starts cupsd, the first time or again. */
  async begin(): Promise<void> {
    const program = await runnable(needs('cupsd').found, join(this.folder, 'bin'));
    const conf = (name: string): string => join(this.serverRoot, name);
    const files = ['-c', conf('cupsd.conf'), '-s', conf('cups-files.conf')];
    const args = ['--kill-after=10', String(lifeSeconds), program, '-f', ...files];
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

/** The system's filters by link; its backends copied with their modes, so that each runs as it would in production. */
async function ownBackends(folder: string): Promise<void> {
  const bin = join(folder, 'bin');
  for (const name of ['filter', 'daemon', 'notifier', 'monitor', 'cgi-bin', 'driver']) {
    if (existsSync(join(systemBinaries, name))) await symlink(join(systemBinaries, name), join(bin, name));
  }
  execFileSync('cp', ['-rpL', join(systemBinaries, 'backend'), bin]);
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
function filesConfig(folder: string, binaries: string): string {
  const isRoot = process.getuid?.() === 0;
  const { username } = userInfo();
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  return `ServerRoot ${folder}/etc
ServerBin ${binaries}
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
function serverConfig(socket: string, retriesMax: number): string {
  const administrators = `AuthType Default\n    Require user ${userInfo().username}`;
  return `LogLevel debug
MaxLogSize 0
Listen ${socket}
Browsing No
BrowseLocalProtocols none
WebInterface No
DefaultAuthType Basic
IdleExitTimeout 0
DirtyCleanInterval 0
JobRetryInterval 1
JobRetryLimit ${retriesMax}
JobKillDelay 5
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

function ppdOf(model: 'pdf' | 'ps'): string {
  const type = model === 'pdf' ? 'pdf' : 'postscript';
  return `*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test ${model}"
*ShortNickName: "Test ${model}"
*NickName: "Test ${model}"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsVersion: 2.4
*cupsManualCopies: False
*cupsFilter2: "application/vnd.cups-${type} application/${type} 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*OpenUI *Duplex/Two-Sided: PickOne
*OrderDependency: 20 AnySetup *Duplex
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long Edge: "<</Duplex true/Tumble false>>setpagedevice"
*CloseUI: *Duplex
*DefaultFont: Courier
*Font Courier: Standard "(001.000)" Standard ROM
`;
}
