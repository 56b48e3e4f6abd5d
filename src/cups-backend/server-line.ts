import { readFileSync } from 'node:fs';
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { messageOf } from '../base/fault.ts';
import type { AdapterServer } from '../model/adapter-settings.ts';
import { answerOctetsMax, connectMs, uploadStallMs } from './limits.ts';

/** What came back of a call: an answer, or that there is no server to give one. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'down'; readonly why: string };

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the answer, from the end of the body. */
  readonly answerMs: number;
}

/** One call to the server whose body is written piece by piece. */
export class ServerCall {
  /** Settles once; the server may answer before it has everything. Never rejects. */
  readonly reply: Promise<Reply>;
  /** The server was there and hung up before its answer was read; a time-out is something else. */
  brokeOff = false;
  readonly #request: ClientRequest;
  readonly #answerMs: number;
  #settle: (reply: Reply) => void = () => undefined;
  #settled = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: AdapterServer, { method, path, headers = {}, answerMs }: Call) {
    this.#answerMs = answerMs;
    this.reply = new Promise((resolve) => {
      this.#settle = (reply) => {
        clearTimeout(this.#timer);
        this.#settled = true;
        resolve(reply);
      };
    });
    this.#request = start(server, { method, path, headers });
    this.#limit(connectMs, 'it does not take the connection');
    let isConnected = false;
    const connected = server.kind === 'socket' ? 'connect' : 'secureConnect';
    this.#request
      .once('socket', (socket) => {
        socket.once(connected, () => {
          isConnected = true;
          if (!this.#settled) this.#limit(uploadStallMs, 'it takes no more of the document');
        });
      })
      .once('response', (response) => {
        void this.#answered(response);
      })
      .on('error', (error) => {
        this.brokeOff ||= isConnected && !this.#settled;
        this.#down(messageOf(error));
      });
  }

  /** Resolves when the piece is on its way, and then it may be overwritten; false when no more is wanted. */
  async write(piece: Buffer): Promise<boolean> {
    if (this.#settled) return false;
    this.#limit(uploadStallMs, 'it takes no more of the document');
    const written = new Promise<void>((resolve) => {
      this.#request.write(piece, () => {
        resolve();
      });
    });
    await Promise.race([written, this.reply]);
    return !this.#settled;
  }

  end(): Promise<Reply> {
    if (!this.#settled) {
      this.#request.end();
      this.#limit(this.#answerMs, 'it does not answer');
    }
    return this.reply;
  }

  /** Before the end of the body: the server has not heard the whole job and forgets it. */
  abort(why: string): void {
    this.#down(why);
  }

  #down(why: string): void {
    if (this.#settled) return;
    this.#settle({ kind: 'down', why });
    this.#request.destroy();
  }

  #limit(ms: number, why: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#down(why);
    }, ms);
  }

  async #answered(response: IncomingMessage): Promise<void> {
    try {
      const body = await textOf(response);
      if (this.#settled) return;
      this.#settle({ kind: 'answer', status: response.statusCode ?? 0, body: parsed(body) });
      // What the server did not want to read is not sent.
      this.#request.destroy();
    } catch (error) {
      this.#down(messageOf(error));
    }
  }
}

/** A call with a small body. */
export async function ask(server: AdapterServer, call: Call, body?: unknown): Promise<Reply> {
  const asked = new ServerCall(server, { ...call, headers: { 'content-type': 'application/json' } });
  if (body !== undefined) await asked.write(Buffer.from(JSON.stringify(body)));
  return asked.end();
}

function start(server: AdapterServer, { method, path, headers }: Omit<Call, 'answerMs'>): ClientRequest {
  const options: RequestOptions = { method, path, headers, agent: false };
  if (server.kind === 'socket') return httpRequest({ ...options, socketPath: server.path });
  const url = new URL(server.url);
  const authorization = `Bearer ${readFileSync(server.token, 'utf8').trim()}`;
  return httpsRequest({
    ...options,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 443 : Number(url.port),
    // Only this authority: no other certificate of the system is trusted with people's documents.
    ca: readFileSync(server.ca),
    headers: { ...headers, authorization },
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  response.setEncoding('utf8');
  for await (const piece of response) {
    text += String(piece);
    if (text.length > answerOctetsMax) throw new Error('its answer is too long');
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
