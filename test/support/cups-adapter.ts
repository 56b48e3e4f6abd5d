import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  type AdapterDecision,
  type AdapterEnd,
  type AdapterJob,
  adapterPaths,
} from '../../src/model/adapter.ts';

/** A job of CUPS as an adapter tells it, with what most tests do not care for. */
export function cupsJob(more: Partial<AdapterJob> = {}): AdapterJob {
  return {
    protocol: 1,
    instance: 'i1',
    queue: 'office',
    job: 1,
    createdAt: 1_700_000_000,
    user: 'alice',
    title: 'letter',
    copies: 1,
    source: 'file',
    contentType: 'text/plain',
    options: '',
    deviceScheme: 'socket',
    ...more,
  };
}

export interface AdapterReply {
  readonly status: number;
  readonly body: unknown;
}

type Body = string | Buffer | Readable;

/** Speaks to the server as the adapter does, without being it. */
export class FakeAdapter {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  async call(method: string, path: string, body: Body = ''): Promise<AdapterReply> {
    const sent = request({ socketPath: this.#socket, method, path, agent: false });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve);
      sent.once('error', reject);
    });
    const sending =
      body instanceof Readable ? pipeline(body, sent) : new Promise<void>((done) => sent.end(body, done));
    // A server that has heard enough closes; what it said counts.
    sending.catch(() => undefined);
    const response = await answered;
    const said: unknown = JSON.parse(await text(response));
    return { status: response.statusCode ?? 0, body: said };
  }

  /** Asks about a job; anything but a decision fails the test. */
  async ask(job: AdapterJob, document: Body = 'page 1\n'): Promise<AdapterDecision> {
    const { status, body } = await this.call('POST', adapterPaths.jobs, asked(job, document));
    if (status !== 200) throw new Error(`asked and heard ${status}: ${JSON.stringify(body)}`);
    return body as AdapterDecision;
  }

  /** Asks, and expects to be allowed. */
  async begin(job: AdapterJob, document?: Body): Promise<{ readonly attempt: string; readonly job: number }> {
    const decision = await this.ask(job, document);
    if (decision.decision !== 'allow') throw new Error(`not allowed: ${JSON.stringify(decision)}`);
    return decision;
  }

  async end(attempt: string, end: Partial<AdapterEnd> = {}): Promise<AdapterReply> {
    return this.call('POST', adapterPaths.end(attempt), JSON.stringify({ terminated: false, ...end }));
  }

  /** A run that prints. */
  async print(job: AdapterJob, document?: Body): Promise<number> {
    const begun = await this.begin(job, document);
    await this.end(begun.attempt, { exit: 0 });
    return begun.job;
  }
}

function asked(job: AdapterJob, document: Body): Body {
  const line = `${JSON.stringify(job)}\n`;
  if (!(document instanceof Readable)) return Buffer.concat([Buffer.from(line), Buffer.from(document)]);
  return Readable.from(following(line, document));
}

async function* following(line: string, document: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from(line);
  for await (const chunk of document as AsyncIterable<Buffer>) yield chunk;
}
