import { readFileSync } from 'node:fs';
import { connect, isIP, type Socket } from 'node:net';
import { messageOf } from '../base/fault.ts';
import type { AdapterServer } from '../model/adapter-settings.ts';
import { readAnswer } from './http-answer.ts';
import { connectMs, uploadStallMs } from './limits.ts';
import { whyDown } from './why-down.ts';

/** What came back of a call: an answer, or that there is no server to give one. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'down'; readonly why: string };

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Milliseconds for the answer, from the end of the body. */
  readonly answerMs: number;
}

/** One call to the server whose body is written piece by piece, on a connection of its own. */
export class ServerCall {
  /** Settles once; the server may answer before it has everything. Never rejects. */
  readonly reply: Promise<Reply>;
  /** The server was there and hung up before its answer was read; a time-out is something else. */
  brokeOff = false;
  readonly #call: Call;
  #socket: Socket | undefined;
  #heard: Buffer = Buffer.alloc(0);
  #settle: (reply: Reply) => void = () => undefined;
  #settled = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(call: Call) {
    this.#call = call;
    this.reply = new Promise((resolve) => {
      this.#settle = (reply) => {
        clearTimeout(this.#timer);
        this.#settled = true;
        resolve(reply);
      };
    });
  }

  /** Begins to connect; what is wrong with that is the reply. */
  static async open(server: AdapterServer, call: Call): Promise<ServerCall> {
    const opened = new ServerCall(call);
    try {
      const line = await lineTo(server);
      opened.#begin(line, server);
    } catch (error) {
      opened.#down(messageOf(error));
    }
    return opened;
  }

  /** A piece of a body in chunks. Resolves when it is on its way, and may be overwritten; false when no more is wanted. */
  async write(piece: Buffer): Promise<boolean> {
    const socket = this.#socket;
    if (this.#settled || socket === undefined) return false;
    this.#limit(uploadStallMs, 'it takes no more of the document');
    const written = new Promise<void>((resolve) => {
      socket.cork();
      socket.write(`${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write('\r\n', () => {
        resolve();
      });
      socket.uncork();
    });
    await Promise.race([written, this.reply]);
    return !this.#settled;
  }

  end(): Promise<Reply> {
    const { method, answerMs } = this.#call;
    if (!this.#settled) {
      if (method === 'POST') this.#socket?.write('0\r\n\r\n');
      this.#limit(answerMs, 'it does not answer');
    }
    return this.reply;
  }

  /** Before the end of the body: the server has not heard the whole job and forgets it. */
  abort(why: string): void {
    this.#down(why);
  }

  #begin({ socket, connected, fields }: Line, server: AdapterServer): void {
    this.#socket = socket;
    this.#limit(connectMs, 'it does not take the connection');
    let isConnected = false;
    socket
      .once(connected, () => {
        isConnected = true;
        if (!this.#settled) this.#limit(uploadStallMs, 'it takes no more of the document');
      })
      .on('data', (octets) => {
        this.#hear(octets, false);
      })
      .once('end', () => {
        this.#hear(Buffer.alloc(0), true);
      })
      .on('error', (error) => {
        this.brokeOff ||= isConnected && !this.#settled;
        this.#down(whyDown(error, server));
      })
      .once('close', () => {
        this.brokeOff ||= isConnected && !this.#settled;
        this.#down('it hung up');
      });
    const { method, path } = this.#call;
    const coding = method === 'POST' ? 'Transfer-Encoding: chunked\r\n' : '';
    socket.write(`${method} ${path} HTTP/1.1\r\n${fields}${coding}\r\n`);
  }

  #hear(octets: Buffer, isOver: boolean): void {
    if (this.#settled) return;
    this.#heard = Buffer.concat([this.#heard, octets]);
    const answer = readAnswer(this.#heard, isOver);
    if (answer === 'more') return;
    if ('wrong' in answer) {
      this.brokeOff ||= isOver;
      this.#down(answer.wrong);
      return;
    }
    this.#settle({ kind: 'answer', status: answer.status, body: parsed(answer.body.toString('utf8')) });
    // What the server did not want to read is not sent.
    this.#socket?.destroy();
  }

  #down(why: string): void {
    if (this.#settled) return;
    this.#settle({ kind: 'down', why });
    this.#socket?.destroy();
  }

  #limit(ms: number, why: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#down(why);
    }, ms);
  }
}

/** A call with a small body, or none. */
export async function ask(server: AdapterServer, call: Call, body?: unknown): Promise<Reply> {
  const asked = await ServerCall.open(server, call);
  if (body !== undefined) await asked.write(Buffer.from(JSON.stringify(body)));
  return asked.end();
}

interface Line {
  readonly socket: Socket;
  /** The event after which octets flow. */
  readonly connected: 'connect' | 'secureConnect';
  /** The fields of the head that say where to and from whom, and that nothing else will be asked here. */
  readonly fields: string;
}

async function lineTo(server: AdapterServer): Promise<Line> {
  if (server.kind === 'socket') {
    const fields = 'Host: localhost\r\nConnection: close\r\n';
    return { socket: connect(server.path), connected: 'connect', fields };
  }
  const { hostname, port, host: authority } = new URL(server.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const token = secretIn(server.token);
  // Only where it is needed: it takes as long to load as all else together.
  const tls = await import('node:tls');
  const socket = tls.connect({
    host,
    port: port === '' ? 443 : Number(port),
    // An address is no name to ask for (RFC 6066 §3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    // Only this authority: no other certificate of the system is trusted with people's documents.
    ca: authorityIn(server.ca),
  });
  const fields = `Host: ${authority}\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n`;
  return { socket, connected: 'secureConnect', fields };
}

/** One word of ASCII: nothing else could stand in a header field. */
function secretIn(path: string): string {
  const token = read(path).trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) throw new Error(`${path} holds no token`);
  return token;
}

/** Without a certificate in it Node would trust all authorities of the system. */
function authorityIn(path: string): string {
  const ca = read(path);
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`${path} holds no certificate in PEM`);
  return ca;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`${path} cannot be read (${messageOf(cause)})`, { cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
