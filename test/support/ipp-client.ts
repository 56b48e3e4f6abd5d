import { connect, type Socket } from 'node:net';
import { systemClock } from '../../src/base/clock.ts';
import {
  attribute,
  attributes,
  decodeMessage,
  encodeMessage,
  groupTags,
  type IppAttribute,
  type IppMessage,
} from '../../src/ipp/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import type { TlsIdentity } from '../../src/model/tls-identity.ts';
import { createPrintServer, type PrintServerOptions } from '../../src/server/index.ts';
import { type FakeOptions, FakePrintJobs } from './fake-print-jobs.ts';
import { identifier } from './identifier.ts';

export interface TestServer {
  readonly port: number;
  readonly jobs: FakePrintJobs;
  readonly renewTls: (identity: TlsIdentity) => void;
  readonly stop: () => Promise<void>;
}

/** The IPP face on port 0 of loopback, over jobs in memory; what is not IPP is answered by "web METHOD URL". */
export async function startTestServer(
  fake: FakeOptions = {},
  options: Partial<PrintServerOptions> = {},
): Promise<TestServer> {
  const jobs = new FakePrintJobs(fake);
  const server = createPrintServer({
    jobs,
    listen: [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
    web: (request, response) => {
      request.resume();
      response.end(`web ${request.method ?? ''} ${request.url ?? ''}`);
    },
    clock: systemClock,
    log: quietLog,
    uuidSeed: 'test',
    identifier: identifier(),
    info: { version: '1.2.3', organization: 'Example', organizationalUnit: 'Print room' },
    speech: { language: 'en', currency: { code: 'EUR', digits: 2 } },
    ...options,
  });
  const [address] = await server.start();
  const stop = async (): Promise<void> => {
    await server.stop();
    await jobs.stop();
  };
  return {
    port: address?.kind === 'tcp' ? address.port : 0,
    jobs,
    renewTls: (identity) => {
      server.renewTls(identity);
    },
    stop,
  };
}

export interface RequestParts {
  readonly code: number;
  readonly operation?: readonly IppAttribute[];
  readonly job?: readonly IppAttribute[];
  readonly version?: IppMessage['version'];
  readonly requestId?: number;
  readonly user?: string;
  /** What the answer is to be written in; English when absent. */
  readonly language?: string;
  readonly uri?: string;
}

export const demoUri = 'ipp://localhost/ipp/print/demo';

/** A request as a good client writes it, to the printer `demo`. */
export function requestMessage(parts: RequestParts): IppMessage {
  const {
    code,
    operation = [],
    job,
    version = { major: 2, minor: 0 },
    requestId = 7,
    user = 'alice',
    language = 'en',
  } = parts;
  const names = new Set(operation.map(({ name }) => name));
  const uri =
    names.has('printer-uri') || names.has('job-uri') ? [] : [attribute('printer-uri', parts.uri ?? demoUri)];
  const head = [
    attribute('attributes-charset', 'utf-8'),
    attribute('attributes-natural-language', language),
    ...uri,
    ...(user === '' || names.has('requesting-user-name')
      ? []
      : [attribute('requesting-user-name', { syntax: 'name', value: user })]),
  ];
  const group = { tag: groupTags.operation, attributes: attributes(...head, ...operation) };
  const groups =
    job === undefined ? [group] : [group, { tag: groupTags.job, attributes: attributes(...job) }];
  return { version, code, requestId, groups };
}

export interface HttpAnswer {
  readonly status: number;
  /** Field names in small letters. */
  readonly fields: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** One TCP connection to the server, spoken to octet by octet. */
export class RawConnection {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  #received: Buffer = Buffer.alloc(0);
  #wake: (() => void) | undefined;
  #ended = false;

  /** A port of loopback, the path of a Unix socket, or a connection that somebody has made. */
  constructor(target: number | string | Socket) {
    this.socket =
      typeof target === 'number'
        ? connect(target, '127.0.0.1')
        : typeof target === 'string'
          ? connect(target)
          : target;
    this.socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake?.();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.once('close', () => {
        this.#ended = true;
        this.#wake?.();
        resolve();
      });
    });
  }

  send(octets: Uint8Array | string): void {
    this.socket.write(octets);
  }

  /** Everything received and not yet read. */
  get received(): Buffer {
    return this.#received;
  }

  /** The next final answer; `undefined` when the connection closes before it is whole. */
  async answer(): Promise<HttpAnswer | undefined> {
    for (;;) {
      const answer = this.#parse();
      if (answer !== undefined) return answer;
      if (this.#ended) return undefined;
      await this.#more();
    }
  }

  /** Waits for "100 Continue". */
  async continue(): Promise<boolean> {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    while (!this.#ended && this.#received.length < interim.length) await this.#more();
    if (this.#received.toString('latin1', 0, interim.length) !== interim) return false;
    this.#received = this.#received.subarray(interim.length);
    return true;
  }

  close(): void {
    this.socket.destroy();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #parse(): HttpAnswer | undefined {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const [first = '', ...lines] = this.#received.toString('latin1', 0, end).split('\r\n');
    const fields = new Map(lines.map((line) => fieldOf(line)));
    const from = end + 4;
    const length = fields.get('content-length');
    const body = length === undefined ? this.#unlimited(from, fields) : this.#octets(from, Number(length));
    if (body === undefined) return undefined;
    this.#received = this.#received.subarray(body.end);
    return { status: Number(first.split(' ')[1]), fields, body: body.octets };
  }

  #octets(from: number, length: number): { octets: Buffer; end: number } | undefined {
    const end = from + length;
    return this.#received.length < end ? undefined : { octets: this.#received.subarray(from, end), end };
  }

  #unlimited(from: number, fields: ReadonlyMap<string, string>): { octets: Buffer; end: number } | undefined {
    const last =
      fields.get('transfer-encoding') === 'chunked' ? this.#received.indexOf('0\r\n\r\n', from) : -1;
    if (last === -1 && !this.#ended) return undefined;
    const end = last === -1 ? this.#received.length : last + 5;
    return { octets: this.#received.subarray(from, end), end };
  }
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

export interface PostOptions {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly document?: Uint8Array;
  /** Octets of a chunk; Content-Length when absent. */
  readonly chunkOctets?: number;
}

/** Header fields and body of one POST. */
export function postOctets(message: IppMessage | Uint8Array, options: PostOptions = {}): Buffer {
  const head = message instanceof Uint8Array ? message : encodeMessage(message);
  const body = Buffer.concat([head, options.document ?? Buffer.alloc(0)]);
  const { chunkOctets } = options;
  const fields = {
    Host: 'localhost:8631',
    'Content-Type': 'application/ipp',
    ...(chunkOctets === undefined
      ? { 'Content-Length': String(body.length) }
      : { 'Transfer-Encoding': 'chunked' }),
    ...options.headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `POST ${options.path ?? '/ipp/print/demo'} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(start), chunkOctets === undefined ? body : chunked(body, chunkOctets)]);
}

function chunked(body: Uint8Array, octets: number): Buffer {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += octets) {
    const chunk = body.subarray(at, at + octets);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

export interface IppReply {
  readonly http: HttpAnswer;
  readonly message: IppMessage;
}

/** One request on a connection of its own. */
export async function call(
  target: number | string,
  message: IppMessage | Uint8Array,
  options: PostOptions = {},
): Promise<IppReply> {
  const connection = new RawConnection(target);
  connection.send(postOctets(message, options));
  try {
    const http = await connection.answer();
    if (http === undefined) throw new Error('the server closed the connection without an answer');
    return { http, message: decodeMessage(http.body) };
  } finally {
    connection.close();
  }
}

/** Sends parts of a request and tells the status that comes back. */
export async function statusOf(
  target: number | string,
  parts: RequestParts,
  options: PostOptions = {},
): Promise<number> {
  const { message } = await call(target, requestMessage(parts), options);
  return message.code;
}
