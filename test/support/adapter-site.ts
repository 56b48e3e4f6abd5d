import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HistoryLine, historyOf } from './books.ts';
import { type Backend, Cupsd } from './cupsd.ts';
import { type CliResult, ServerProcess } from './server-process.ts';

/** Whom CUPS runs the adapter as. */
export type AdapterMode = 'lp' | 'root';

/** As another user everything runs as that user, and there is one mode only. */
export const adapterModes: readonly AdapterMode[] = process.getuid?.() === 0 ? ['lp', 'root'] : ['lp'];

/**
 * Keeps what it is given, in files named after queue and job: arguments, environment, data, one line a run. What it does
 * then is in its URI: exit code, seconds to work, a signal to die of.
 */
const recording = `#!/bin/sh
if [ $# -eq 0 ]; then
  echo 'network record:/ "Recorder" "Recorder &amp; more" "MFG:A;MDL:B;CMD:PDF;" "Room \\"A\\" 1"'
  exit 0
fi
out="\${CUPS_REQUESTROOT%/spool}/out/$PRINTER-$1"
word() { case "$DEVICE_URI" in *"$1="*) w="\${DEVICE_URI#*$1=}"; echo "\${w%%&*}" ;; esac; }
printf '%s\\n' "$@" >"$out.args"
env | grep -v -e '^_=' -e '^SHLVL=' | sort >"$out.env"
echo "$(id -u) $(id -g) $(umask) $(pwd) $(ls -l /proc/$$/fd | sed -n 's/.* \\([0-9]*\\) -> \\([a-z]*\\).*/\\1=\\2/p' | grep -e '^[134]=' | tr '\\n' ' ')" >"$out.who"
echo run >>"$out.runs"
[ -z "$(word work)" ] || { echo $$ >"$out.working"; sleep "$(word work)"; }
if [ -n "$(word early)" ]; then exec <&-; elif [ $# -ge 6 ]; then cat "$6" >"$out.data"; else cat >"$out.data"; fi
[ -z "$(word pages)" ] || echo "PAGE: total $(word pages)" >&2
[ -z "$(word loud)" ] || yes 'DEBUG2: one line of very many' | head -c 10000000 >&2
[ -z "$(word fds)" ] || { trap '' PIPE; echo back >&3; echo side >&4; } 2>/dev/null
[ -z "$(word die)" ] || kill -"$(word die)" $$
code="$(word exit)"
[ "$(wc -l <"$out.runs")" -gt "$(word times || echo 0)" ] 2>/dev/null && [ -n "$(word times)" ] && code=0
exit "\${code:-0}"
`;

/** A cupsd with the adapter in it and a Platen that it asks, installed as an administrator does. */
export class AdapterSite {
  readonly cups: Cupsd;
  readonly server: ServerProcess;

  private constructor(cups: Cupsd, server: ServerProcess) {
    this.cups = cups;
    this.server = server;
  }

  static async make(queues: readonly string[], backends: readonly Backend[] = []): Promise<AdapterSite> {
    const cups = await Cupsd.start({ backends: [{ name: 'record', octets: recording }, ...backends] });
    const isRoot = process.getuid?.() === 0;
    const server = await ServerProcess.make({
      adapter: { socket: join(cups.folder, 'platen.sock'), ...(isRoot ? { group: 'lp' } : {}) },
      users: { unknown: 'create', template: { mode: 'accounting-only' } },
      defaults: { prices: { impression: '0.10' } },
      printers: queues.map((name) => ({ name, device: 'cupspykota:' })),
    });
    server.environment = { CUPS_SERVER: cups.socket };
    const site = new AdapterSite(cups, server);
    await server.start();
    return site;
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

  /** Waits until the backend works at a job; answers its process number. */
  async working(queue: string, job: number): Promise<number> {
    const name = `${queue}-${job}.working`;
    for (let left = 300; left > 0; left -= 1) {
      if ((await readdir(this.cups.out)).includes(name)) {
        const pid = Number(await this.recorded(queue, job, 'working'));
        if (pid > 0) return pid;
      }
      await sleep(100);
    }
    throw new Error(`${name} does not come:\n${await this.cups.log(job)}`);
  }

  /** The adapter above a backend. */
  parentOf(pid: number): number {
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  }

  /** History rows of a user, newest first, once there are so many. */
  async rows(user: string, count: number): Promise<readonly HistoryLine[]> {
    for (let left = 100; left > 0; left -= 1) {
      const rows = (await historyOf(this.server)).filter((row) => row.user === user);
      if (rows.length >= count) return rows;
      await sleep(200);
    }
    return (await historyOf(this.server)).filter((row) => row.user === user);
  }

  async close(): Promise<void> {
    await this.cups.close();
    await this.server.remove();
  }
}
