import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type AdapterDecision,
  type AdapterEnd,
  type AdapterJobStatus,
  adapterPaths,
} from '../../src/model/adapter.ts';

const jsonLine = z.string().transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
const jsonEnd = z
  .string()
  .transform((text) => z.custom<AdapterEnd>((end) => typeof end === 'object').parse(JSON.parse(text)));

export interface HeardJob {
  readonly line: Readonly<Record<string, unknown>>;
  readonly document: Buffer;
}

export interface HeardEnd {
  readonly attempt: string;
  readonly end: AdapterEnd;
}

/** The server's end of the socket, with answers made up by the test. */
export class FakeAdapterServer {
  readonly path: string;
  readonly jobs: HeardJob[] = [];
  readonly ends: HeardEnd[] = [];
  /** Uploads that broke off before their end. */
  broken = 0;
  connections = 0;
  /** Decisions wait for it. */
  answersWhen: Promise<void> = Promise.resolve();
  decide: (job: HeardJob) => AdapterDecision | { readonly status: number } = () => this.allow();
  statusOf: () => AdapterJobStatus = () => ({ state: 'printed' });
  endStatus = 200;
  #server: Server | undefined;

  constructor(folder: string) {
    this.path = join(folder, 'adapter.sock');
  }

  allow(): AdapterDecision {
    return {
      decision: 'allow',
      attempt: `attempt/${this.jobs.length}`,
      job: this.jobs.length,
      deadline: 60_000,
    };
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#serve(request, response);
    });
    this.#server = server;
    await new Promise<void>((resolve) => {
      server.listen(this.path, resolve);
    });
    // Backends run as lp.
    chmodSync(this.path, 0o666);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.connections += 1;
    const body = await bodyOf(request);
    if (body === undefined) {
      this.broken += 1;
      return;
    }
    const { url = '' } = request;
    const end = /^\/adapter\/v1\/attempts\/([^/]+)\/end$/.exec(url)?.[1];
    if (url === adapterPaths.jobs) {
      const at = body.indexOf(0x0a);
      const job = { line: jsonLine.parse(body.toString('utf8', 0, at)), document: body.subarray(at + 1) };
      this.jobs.push(job);
      const decision = this.decide(job);
      await this.answersWhen;
      if ('status' in decision) answer(response, decision.status, { code: 'fault', message: 'as told' });
      else answer(response, 200, decision);
    } else if (end !== undefined) {
      if (this.endStatus === 200)
        this.ends.push({ attempt: decodeURIComponent(end), end: jsonEnd.parse(body.toString()) });
      answer(response, this.endStatus, { kind: 'settled' });
    } else if (url === adapterPaths.info) answer(response, 200, { version: '1.2.3', protocol: 1 });
    else answer(response, 200, this.statusOf());
  }
}

/** `undefined` when it broke off. */
function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.once('end', () => {
      resolve(Buffer.concat(pieces));
    });
    request.once('error', () => {
      resolve(undefined);
    });
  });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
