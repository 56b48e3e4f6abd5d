import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { busConfig } from './bus-config.ts';
import { needs } from './needs.ts';
import { until } from './until.ts';

const commandMs = 60_000;
const startMs = 20_000;
let networks = 0;

/** Two machines on one cable: network namespaces with a pair of virtual interfaces. Nothing of it leaves this machine. */
export class Network {
  readonly server: Machine;
  readonly client: Machine;
  readonly #folder: string;

  private constructor(server: Machine, client: Machine, folder: string) {
    this.server = server;
    this.client = client;
    this.#folder = folder;
  }

  static async make(): Promise<Network> {
    networks += 1;
    const id = `${process.pid % 100_000}${networks}`;
    const folder = await mkdtemp(join(tmpdir(), 'platen-network-'));
    const server = new Machine(`platen-s${id}`, { link: `ps${id}`, number: 1, folder });
    const client = new Machine(`platen-c${id}`, { link: `pc${id}`, number: 2, folder });
    const network = new Network(server, client, folder);
    try {
      for (const { namespace } of [server, client]) await ip('netns', 'add', namespace);
      const peer = ['peer', 'name', client.link, 'netns', client.namespace];
      await ip('link', 'add', server.link, 'netns', server.namespace, 'type', 'veth', ...peer);
      for (const machine of [server, client]) await machine.up();
    } catch (error) {
      await network.remove();
      throw error;
    }
    return network;
  }

  async remove(): Promise<void> {
    for (const machine of [this.client, this.server]) {
      await machine.end();
      await ip('netns', 'del', machine.namespace).catch(() => undefined);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** One of the two. */
export class Machine {
  readonly namespace: string;
  readonly link: string;
  readonly address: string;
  readonly ipv6Address: string;
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];
  #environment: Readonly<Record<string, string>> = {};

  constructor(namespace: string, { link, number, folder }: { link: string; number: number; folder: string }) {
    this.namespace = namespace;
    this.link = link;
    this.address = `10.87.0.${number}`;
    this.ipv6Address = `fd87::${number}`;
    this.#folder = folder;
  }

  /** What goes before a command to run it there. */
  get wrapper(): readonly string[] {
    return ['ip', 'netns', 'exec', this.namespace];
  }

  async up(): Promise<void> {
    await ip('-n', this.namespace, 'addr', 'add', `${this.address}/24`, 'dev', this.link);
    // Without a look whether another machine has it, which takes two seconds.
    const noLook = ['dev', this.link, 'nodad'];
    await ip('-n', this.namespace, 'addr', 'add', `${this.ipv6Address}/64`, ...noLook);
    for (const link of ['lo', this.link]) await ip('-n', this.namespace, 'link', 'set', link, 'up');
  }

  /** Standard output of a command; whatever its exit code is, when it may fail. */
  async run(command: string, args: readonly string[], mayFail = false): Promise<string> {
    const [wrapper = '', ...before] = this.wrapper;
    try {
      const { stdout } = await promisify(execFile)(wrapper, [...before, command, ...args], {
        timeout: commandMs,
        env: { ...process.env, ...this.#environment },
      });
      return stdout;
    } catch (error) {
      if (mayFail && error instanceof Error && 'stdout' in error) return String(error.stdout);
      throw error;
    }
  }

  /** An Avahi of its own, which the commands that are run later ask. Its services are read from `services`. */
  async startAvahi(hostName: string): Promise<{ readonly services: string }> {
    const folder = await mkdtemp(join(this.#folder, 'avahi-'));
    const bus = join(folder, 'bus');
    await writeFile(join(folder, 'bus.conf'), busConfig(bus));
    await writeFile(join(folder, 'avahi.conf'), avahiConfig(hostName));
    const services = join(folder, 'services');
    await promisify(execFile)('mkdir', [services]);
    this.#start(
      needs('dbus').found,
      [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nopidfile'],
      {},
    );
    await until('the D-Bus', () => existsSync(bus), startMs);
    const environment = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` };
    // In a mount namespace of its own: the machine has one pid file of Avahi and one folder of services.
    const script = [
      'mkdir -p /run/avahi-daemon /etc/avahi/services',
      'mount -t tmpfs tmpfs /run/avahi-daemon',
      `mount --bind '${services}' /etc/avahi/services`,
      `exec '${needs('avahi').found}' -f '${folder}/avahi.conf' --no-rlimits --no-drop-root --no-chroot --no-proc-title`,
    ];
    const said = this.#start('sh', ['-c', script.join(' && ')], environment);
    await until(
      () => `the Avahi, which said: ${said()}`,
      () => said().includes('startup complete'),
      startMs,
    );
    this.#environment = environment;
    return { services };
  }

  async end(): Promise<void> {
    for (const child of this.#children.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  }

  #start(
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): () => string {
    const [wrapper = '', ...before] = this.wrapper;
    const child = spawn(wrapper, [...before, command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
    });
    this.#children.push(child);
    return () => said;
  }
}

async function ip(...args: readonly string[]): Promise<void> {
  await promisify(execFile)(needs('namespaces').found, [...args], { timeout: commandMs });
}

function avahiConfig(hostName: string): string {
  return `[server]\nhost-name=${hostName}\nuse-ipv4=yes\nuse-ipv6=yes\n[wide-area]\nenable-wide-area=no\n`;
}
