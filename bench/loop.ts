import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { cpus, loadavg, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recognisedFormats } from '../src/documents/count.ts';
import { makePdfDocuments } from './count/pdf-documents.ts';
import { type StreamDocument, streamDocuments } from './count/stream-documents.ts';
import { printJob } from './ipp-request.ts';

const help = `npm run bench -- loop [options]

How long the event loop of the server is held while jobs arrive, one after the other: first in a server that has just
started and has compiled nothing, then again. By the clock, which includes what other programs take of a busy machine, and
the longest time on a processor at once (on Linux).

  --megabytes N    length of each streamed document (20)
  --only TEXT      documents whose name holds this text
  --dir FOLDER     where documents, spool and store go (${tmpdir()})
  --port PORT      first of two free ports (18790)
`;

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '20' },
    only: { type: 'string' },
    dir: { type: 'string', default: tmpdir() },
    port: { type: 'string', default: '18790' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) process.stdout.write(help);
else await main();

interface Job {
  readonly name: string;
  readonly open: () => Readable;
}

interface Held {
  readonly maxMs: number;
  readonly p99Ms: number;
  /** Main thread only; where the system tells it. */
  readonly cpuMaxMs?: number;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(values.dir, 'platen-loop-'));
  const port = Number(values.port);
  const device = createServer((socket) => socket.resume()).listen(port + 1, '127.0.0.1');
  try {
    const jobs = jobsIn(folder);
    const rounds = await withServer({ folder, port }, async (server) => {
      const first = await sendAll(server, port, jobs);
      return [first, await sendAll(server, port, jobs)] as const;
    });
    report(jobs, rounds);
  } finally {
    await close(device);
    rmSync(folder, { recursive: true, force: true });
  }
}

function jobsIn(folder: string): readonly Job[] {
  const pdfs = makePdfDocuments(folder, values.only).map(({ name, path }) => ({
    name: `PDF, ${name}`,
    open: () => createReadStream(path),
  }));
  const octets = Number(values.megabytes) * 1e6;
  const streams = streamDocuments
    .filter(({ name }) => values.only === undefined || name.includes(values.only))
    .map((document) => ({ name: document.name, open: () => Readable.from(partsOf(document, octets)) }));
  return [...pdfs, ...streams];
}

/** A document of about so many octets, in pieces of many pages. */
function* partsOf({ head, pages, tail }: StreamDocument, octets: number): Generator<Buffer> {
  const piece = Buffer.concat(
    new Array<Buffer>(Math.max(1, Math.ceil(1_048_576 / pages.length))).fill(pages),
  );
  const pieces = Math.max(1, Math.round(octets / piece.length));
  yield typeof head === 'function' ? head(pieces * piece.length) : head;
  for (let index = 0; index < pieces; index += 1) yield piece;
  yield tail;
}

interface Setting {
  readonly folder: string;
  readonly port: number;
}

async function withServer<Result>(
  { folder, port }: Setting,
  use: (server: ChildProcess) => Promise<Result>,
): Promise<Result> {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const args = ['--dir', folder, '--port', String(port), '--device-port', String(port + 1), '--queues', '1'];
  const server = spawn(
    process.execPath,
    ['--import', file('loop-probe.mjs'), file('serve.mjs'), ...args, '--formats', recognisedFormats.join()],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  try {
    await ready(port);
    return await use(server);
  } finally {
    server.kill();
    if (server.exitCode === null) await once(server, 'exit');
  }
}

async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/readyz`);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('the server does not start');
}

async function sendAll(server: ChildProcess, port: number, jobs: readonly Job[]): Promise<readonly Held[]> {
  const held: Held[] = [];
  await heldBy(server);
  for (const { name, open } of jobs) {
    const status = await send(port, open());
    // What is done with a job after its answer belongs to it.
    await sleep(300);
    held.push(await heldBy(server));
    if (status >= 0x0100) process.stderr.write(`${name}: status 0x${status.toString(16).padStart(4, '0')}\n`);
  }
  return held;
}

/** The longest time that the loop was held since the last question. */
async function heldBy(server: ChildProcess): Promise<Held> {
  return new Promise((resolve) => {
    server.once('message', (held) => {
      resolve(held as Held);
    });
    server.send('how long');
  });
}

/** Print-Job in chunks; the IPP status. */
async function send(port: number, document: Readable): Promise<number> {
  const printerUri = `ipp://127.0.0.1:${port}/ipp/print/q1`;
  const headers = { 'Content-Type': 'application/ipp' };
  const post = request({ host: '127.0.0.1', port, path: '/ipp/print/q1', method: 'POST', headers });
  const answered = new Promise<IncomingMessage>((resolve) => post.once('response', resolve));
  post.write(printJob({ printerUri, user: 'bench' }, 'application/octet-stream'));
  await pipeline(document, post);
  return (await buffer(await answered)).readUInt16BE(2);
}

function report(jobs: readonly Job[], [first, again]: readonly [readonly Held[], readonly Held[]]): void {
  const figure = (ms = Number.NaN) => ms.toFixed(1).padStart(10);
  const lines = jobs.map(({ name }, index) => {
    const figures = [first[index], again[index]].flatMap((held) => [
      held?.maxMs,
      held?.p99Ms,
      held?.cpuMaxMs,
    ]);
    return `${name.padEnd(32)}${figures.map(figure).join('')}\n`;
  });
  const [cpu] = cpus();
  process.stdout.write(
    `Event loop held, ms: at first, and again\n\n${''.padEnd(32)}${['max', 'p99', 'CPU', 'max', 'p99', 'CPU'].map((head) => head.padStart(10)).join('')}\n${lines.join('')}\n` +
      `${cpus().length} × ${cpu?.model ?? '?'}, Linux ${release()}, Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}\n`,
  );
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
