import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { answeredId, type Command, commandOf, failureOf, idOf, Messages } from './mongo-wire.ts';

/**
 *   die      the command is done, every connection breaks before its answer, and none is made again
 *   drop     the command is done, its connection breaks before the answer
 *   hold     the command sleeps until `release`: its sender was stopped, or the network was
 *   refuse   the command is not done and answered with an error
 *   deny     the command is done and answered with an error
 */
export type Trouble =
  | { readonly kind: 'die' | 'drop' | 'hold' }
  | { readonly kind: 'refuse' | 'deny'; readonly code: number };

export type Which = number | ((command: Command) => boolean);

/** The first write of that kind to that collection, such as `updates('accounts')`. */
export function updates(collection: string): Which {
  return ({ document }) => document['update'] === collection;
}

/** Commands of the driver's own: they come when they come, and change nothing. */
const uncounted = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'killCursors', 'getMore']);

/** A wire between a store and a MongoDB server that fails at a command of our choice. */
export class MongoProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #dead = false;
  #count = 0;
  #armed: { readonly which: Which; readonly trouble: Trouble } | undefined;
  #held: (() => void) | undefined;
  #meet: () => void = () => undefined;
  /** Resolves when the trouble comes. */
  meeting: Promise<void> = Promise.resolve();
  /** The command that met the trouble. */
  met: Command | undefined;
  /** Every command that came, the driver's own not counted. */
  readonly seen: Command[] = [];

  constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((client) => {
      this.#join(client);
    });
  }

  static async start(target: string): Promise<MongoProxy> {
    const proxy = new MongoProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get uri(): string {
    return `mongodb://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** The trouble is for one command: the one of that number, counted from now on, or the first that is meant. */
  arm(which: Which, trouble: Trouble): void {
    this.#count = 0;
    this.#armed = { which, trouble };
    this.met = undefined;
    this.meeting = new Promise((resolve) => {
      this.#meet = resolve;
    });
  }

  /** Lets the command go on that is held. */
  release(): void {
    this.#held?.();
    this.#held = undefined;
  }

  /** The network is gone: every connection breaks, and none is made again until `heal`. */
  cut(): void {
    this.#die();
  }

  heal(): void {
    this.#dead = false;
  }

  async close(): Promise<void> {
    this.#die();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    if (this.#dead) {
      client.destroy();
      return;
    }
    const wire = new Wire(client, connect(Number(this.#target.port), this.#target.hostname));
    for (const socket of [wire.client, wire.server]) {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    wire.onCommand = (message) => {
      this.#forward(message, wire);
    };
  }

  #forward(message: Buffer, wire: Wire): void {
    const command = commandOf(message);
    if (command === undefined || uncounted.has(command.name)) {
      wire.server.write(message);
      return;
    }
    this.#count += 1;
    this.seen.push(command);
    if (this.#armed === undefined || !this.#isMeant(command, this.#armed.which)) {
      wire.server.write(message);
      return;
    }
    const { trouble } = this.#armed;
    this.#armed = undefined;
    this.met = command;
    this.#meet();
    this.#trouble(trouble, message, wire);
  }

  #isMeant(command: Command, which: Which): boolean {
    return typeof which === 'number' ? which === this.#count : which(command);
  }

  #trouble(trouble: Trouble, message: Buffer, wire: Wire): void {
    const forward = (): void => {
      wire.server.write(message);
    };
    switch (trouble.kind) {
      case 'hold':
        this.#held = forward;
        return;
      case 'refuse':
        wire.client.write(failureOf(idOf(message), trouble.code));
        return;
      case 'deny':
        wire.instead(idOf(message), () => wire.client.write(failureOf(idOf(message), trouble.code)));
        forward();
        return;
      case 'drop':
        wire.instead(idOf(message), () => wire.client.destroy());
        forward();
        return;
      case 'die':
        wire.instead(idOf(message), () => {
          this.#die();
        });
        forward();
    }
  }

  #die(): void {
    this.#dead = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** One connection of the driver and its other half to the server. */
class Wire {
  readonly client: Socket;
  readonly server: Socket;
  onCommand: (message: Buffer) => void = () => undefined;
  #awaited: { readonly id: number; readonly act: () => unknown } | undefined;

  constructor(client: Socket, server: Socket) {
    this.client = client;
    this.server = server;
    for (const socket of [client, server]) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        server.destroy();
      });
    }
    const commands = new Messages();
    client.on('data', (octets) => {
      for (const message of commands.take(octets)) this.onCommand(message);
    });
    const answers = new Messages();
    server.on('data', (octets) => {
      for (const message of answers.take(octets)) this.#answer(message);
    });
  }

  /** When the answer to that message comes, this is done instead of passing it on. */
  instead(id: number, act: () => unknown): void {
    this.#awaited = { id, act };
  }

  #answer(message: Buffer): void {
    if (this.#awaited?.id === answeredId(message)) this.#awaited.act();
    else this.client.write(message);
  }
}
