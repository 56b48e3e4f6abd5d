import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import {
  adapterSettingsPath,
  adapterSettingsText,
  defaultJournalLimits,
  defaultServerDown,
} from '../src/model/adapter-settings.ts';

const dist = (name: string): string => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));

export interface Run {
  readonly program: 'record' | 'cupspykota' | 'empty';
  readonly job: number;
  /** On standard input; a path is given as the sixth argument. */
  readonly data: Buffer | Readable | string;
  readonly contentType: string;
}

/** A Platen that counts, reserves and settles every job of a queue, and the folder of a cupsd without the cupsd. */
export class AdapterSite {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'platen-bench-adapter-'));
  #server: ChildProcess | undefined;

  async start(): Promise<void> {
    for (const name of ['backend', 'etc/platen', 'tmp'])
      mkdirSync(join(this.folder, name), { recursive: true });
    const program = (name: string): string => join(this.folder, 'backend', name);
    writeFileSync(program('record'), '#!/bin/sh\nif [ $# -ge 6 ]; then exec <"$6"; fi\ncat >/dev/null\n');
    // Without an ending, as the adapter: Node reads it as CommonJS.
    writeFileSync(program('empty'), `#!${process.execPath}\n`);
    copyFileSync(dist('cupspykota'), program('cupspykota'));
    for (const name of ['record', 'empty', 'cupspykota']) chmodSync(program(name), 0o755);
    const socket = join(this.folder, 'platen.sock');
    const settings = {
      instance: 'bench',
      server: { kind: 'socket', path: socket },
      ownAddresses: [],
      user: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
      folder: join(this.folder, 'spool'),
      journal: defaultJournalLimits,
      serverDown: defaultServerDown,
      queues: {},
    } as const;
    writeFileSync(adapterSettingsPath(join(this.folder, 'etc')), adapterSettingsText(settings));
    this.#server = await this.#startServer(socket);
  }

  get serverPid(): number {
    return this.#server?.pid ?? 0;
  }

  /** Started as cupsd starts it. */
  run({ program, job, data, contentType }: Run): ChildProcess {
    const args = [String(job), 'alice', 'a title', '1', `time-at-creation=${1_700_000_000 + job}`];
    const isFile = typeof data === 'string';
    const child = spawn(join(this.folder, 'backend', program), isFile ? [...args, data] : args, {
      env: {
        PATH: '/usr/bin:/bin',
        DEVICE_URI: program === 'cupspykota' ? 'cupspykota:record:/' : 'record:/',
        PRINTER: 'bench',
        CUPS_SERVERROOT: join(this.folder, 'etc'),
        TMPDIR: join(this.folder, 'tmp'),
        CONTENT_TYPE: contentType,
      },
      stdio: [isFile ? 'ignore' : 'pipe', 'ignore', 'ignore'],
    });
    if (child.stdin !== null) {
      // An empty program reads nothing.
      child.stdin.on('error', () => undefined);
      if (Buffer.isBuffer(data)) child.stdin.end(data);
      else if (!isFile) pipeline(data, child.stdin).catch(() => undefined);
    }
    return child;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server !== undefined && server.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    rmSync(this.folder, { recursive: true });
  }

  async #startServer(socket: string): Promise<ChildProcess> {
    const config = {
      listen: [`unix:${join(this.folder, 'ipp.sock')}`],
      data: 'data',
      adapter: { socket },
      logging: { level: 'error' },
      printers: [{ name: 'bench', device: 'cupspykota:', unknownCount: 'device' }],
    };
    const path = join(this.folder, 'platen.json');
    writeFileSync(path, JSON.stringify(config));
    const server = spawn(process.execPath, [dist('entry/platen.js'), 'serve', '--config', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout, 'data');
    return server;
  }
}

/** Mebibytes, the most so far; 0 when the process is gone. */
export function peakMebibytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
