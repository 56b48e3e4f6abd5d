import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly httpStatus: number;
  readonly body: Buffer;
}

/** Writes one request; resolves when all of it is in the socket. */
export type WriteRequest = (socket: Socket) => Promise<void>;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

const headEnd = Buffer.from('\r\n\r\n');
const empty = Buffer.alloc(0);
const noAnswer = 'no answer in time';

/**
 * One keep-alive connection with one request at a time. It reads just enough HTTP for the answers of print servers,
 * because a client that costs as much as the server would measure itself.
 */
export class Connection {
  readonly #port: number;
  readonly #answerWithinMs: number;
  #socket: Socket | undefined;
  #received: Buffer = empty;
  #waiting: Waiting | undefined;
  /** Answers that this socket has given: one that gave some may be closed by the server between two requests. */
  #answers = 0;
  /** Requests sent again because the server had closed the idle connection under them. */
  staleRetries = 0;

  constructor(port: number, answerWithinMs: number) {
    this.#port = port;
    this.#answerWithinMs = answerWithinMs;
  }

  async send(write: WriteRequest): Promise<Answer> {
    const isUsed = this.#socket !== undefined && this.#answers > 0;
    try {
      return await this.#exchange(write);
    } catch (error) {
      const isLate = error instanceof Error && error.message === noAnswer;
      if (isLate || !isUsed || this.#received.length > 0) throw error;
      this.staleRetries += 1;
      return this.#exchange(write);
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #exchange(write: WriteRequest): Promise<Answer> {
    const socket = this.#socket ?? (await this.#open());
    this.#received = empty;
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    // An answer may come, and the connection may end, before everything is written.
    const [result] = await Promise.all([answer, Promise.race([write(socket), answer])]);
    return result;
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
      // Counts from the last octet in either direction, so that a long upload is not cut off.
      socket.setTimeout(this.#answerWithinMs, () => socket.destroy(new Error(noAnswer)));
      let failure = new Error('the server closed the connection');
      socket.once('connect', () => {
        this.#socket = socket;
        this.#answers = 0;
        resolve(socket);
      });
      socket.on('data', (chunk) => {
        this.#take(chunk);
      });
      socket.on('error', (error) => {
        failure = error;
        reject(error);
      });
      socket.on('close', () => {
        if (this.#socket !== socket) return;
        this.#socket = undefined;
        const waiting = this.#waiting;
        this.#waiting = undefined;
        waiting?.reject(failure);
      });
    });
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const parsed = parseAnswer(this.#received);
    if (parsed === undefined) return;
    this.#answers += 1;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (parsed.closes) this.close();
    waiting?.resolve(parsed.answer);
  }
}

interface ParsedAnswer {
  readonly answer: Answer;
  readonly closes: boolean;
}

/** Undefined while octets are missing. Interim answers (RFC 9110 §15.2) are left out. */
function parseAnswer(received: Buffer): ParsedAnswer | undefined {
  const end = received.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end).toLowerCase();
  const httpStatus = Number(head.slice(9, 12));
  const rest = received.subarray(end + headEnd.length);
  if (httpStatus < 200) return parseAnswer(rest);
  const body = head.includes('\r\ntransfer-encoding: chunked') ? readChunks(rest) : readLength(head, rest);
  if (body === undefined) return undefined;
  return { answer: { httpStatus, body }, closes: head.includes('\r\nconnection: close') };
}

function readLength(head: string, rest: Buffer): Buffer | undefined {
  const octets = Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0);
  return rest.length < octets ? undefined : rest.subarray(0, octets);
}

/** RFC 9112 §7.1; without trailers, which print servers do not send. */
function readChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const octets = Number.parseInt(rest.toString('latin1', at, line), 16);
    const start = line + 2;
    if (rest.length < start + octets + 2) return undefined;
    if (octets === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(start, start + octets));
    at = start + octets + 2;
  }
}
