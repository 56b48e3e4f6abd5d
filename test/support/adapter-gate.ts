import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 *   asked      the adapter has called, the server has heard nothing
 *   uploading  the server has heard the beginning of the document
 *   decided    the server has answered, and the adapter has not heard it
 *   ending     the adapter tells how the run ended, the server has heard nothing
 *   settled    the server has answered to that, and the adapter has not heard it
 */
export type GatePoint = 'asked' | 'uploading' | 'decided' | 'ending' | 'settled';

interface Hold {
  readonly queue: string;
  readonly point: GatePoint;
  readonly reached: () => void;
}

interface Held {
  readonly queue: string;
  readonly go: () => void;
  readonly cut: () => void;
}

/** Octets of a call by which its queue is told. */
const headOctetsMax = 16_384;

/** Stands between adapters and their server, and holds a call wherever a test wants it held. */
export class AdapterGate {
  readonly path: string;
  readonly #target: string;
  /** Queue by attempt, as the decisions name them. */
  readonly #queues = new Map<string, string>();
  readonly #held = new Set<Held>();
  readonly #sockets = new Set<Socket>();
  #holds: Hold[] = [];
  #server: Server | undefined;

  constructor(path: string, target: string) {
    this.path = path;
    this.#target = target;
  }

  async open(): Promise<void> {
    const server = createServer((client) => {
      void this.#pass(client);
    });
    this.#server = server;
    await new Promise<void>((resolve) => {
      server.listen(this.path, resolve);
    });
    // Backends run as lp.
    chmodSync(this.path, 0o666);
  }

  /** Holds the next call of that queue at that point, and resolves when it is there. */
  hold(queue: string, point: GatePoint): Promise<void> {
    return new Promise((reached) => {
      this.#holds.push({ queue, point, reached });
    });
  }

  /** What is held goes on, of one queue or of all, and nothing of it is held any more. */
  letGo(queue?: string): void {
    const isMeant = (each: { readonly queue: string }): boolean =>
      queue === undefined || each.queue === queue;
    this.#holds = this.#holds.filter((each) => !isMeant(each));
    for (const held of this.#held) {
      if (!isMeant(held)) continue;
      held.go();
      this.#held.delete(held);
    }
  }

  /** What is held breaks off, as at the death of the adapter. */
  cut(): void {
    this.#holds = [];
    for (const held of this.#held) held.cut();
    this.#held.clear();
  }

  /** As a server that dies: what it was about to say nobody hears. */
  async close(): Promise<void> {
    this.cut();
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    rmSync(this.path, { force: true });
  }

  async #pass(client: Socket): Promise<void> {
    this.#watch(client);
    try {
      const chunks: AsyncIterator<Buffer> = client[Symbol.asyncIterator]();
      const { head, queue, isEnd } = await this.#head(chunks);
      await this.#wait(queue, isEnd ? 'ending' : 'asked');
      const server = connect(this.#target);
      this.#watch(server);
      client.once('close', () => server.destroy());
      const answering = this.#answer({ server, client, queue, isEnd });
      answering.catch(() => client.destroy());
      await write(server, head);
      await this.#wait(queue, 'uploading');
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
        await write(server, next.value);
      await answering;
    } catch {
      // One of the two has gone; the other hears it.
    } finally {
      client.destroy();
    }
  }

  async #head(
    chunks: AsyncIterator<Buffer>,
  ): Promise<{ readonly head: Buffer; readonly queue: string; readonly isEnd: boolean }> {
    let head = Buffer.alloc(0);
    while (head.length < headOctetsMax) {
      const next = await chunks.next();
      if (next.done === true) break;
      head = Buffer.concat([head, next.value]);
      const text = head.toString('latin1');
      const attempt = /^POST \/adapter\/v1\/attempts\/([^/ ]+)\/end /.exec(text)?.[1];
      if (attempt !== undefined) return { head, queue: this.#queues.get(attempt) ?? '', isEnd: true };
      const queue = /\r\n\r\n.*"queue":"([^"]*)"/s.exec(text)?.[1];
      if (queue !== undefined) return { head, queue, isEnd: false };
      if (text.startsWith('GET ')) break;
    }
    return { head, queue: '', isEnd: false };
  }

  async #answer({ server, client, queue, isEnd }: Passing): Promise<void> {
    for await (const chunk of server as AsyncIterable<Buffer>) {
      const attempt = /"attempt":"([^"]+)"/.exec(chunk.toString('latin1'))?.[1];
      if (attempt !== undefined) this.#queues.set(attempt, queue);
      await this.#wait(queue, isEnd ? 'settled' : 'decided');
      await write(client, chunk);
    }
    client.end();
  }

  async #wait(queue: string, point: GatePoint): Promise<void> {
    const hold = this.#holds.find((each) => each.queue === queue && each.point === point);
    if (hold === undefined) return;
    this.#holds = this.#holds.filter((each) => each !== hold);
    await new Promise<void>((go, fail) => {
      const cut = (): void => {
        fail(new Error('cut'));
      };
      this.#held.add({ queue, go, cut });
      hold.reached();
    });
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

interface Passing {
  readonly server: Socket;
  readonly client: Socket;
  readonly queue: string;
  readonly isEnd: boolean;
}

function write(socket: Socket, octets: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(octets, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
