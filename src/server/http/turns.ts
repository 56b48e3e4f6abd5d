import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that wait for the answers before theirs; no client is known to send more than two ahead. */
const waitingMax = 16;

/** Of one connection. */
interface Line {
  waiting: number;
}

/**
 * Requests that come without waiting for the answers before them are done one after the other: only what changes nothing may
 * be done side by side (RFC 9112 §9.3.2), and a Cancel-Job overtook the Send-Document before it. Node hands all of them over as
 * they come, and holds back a client that does not read only by what was answered already: one that asked for long lists and
 * read none took gibibytes. And it puts the head of an answer that has to wait in front of all that was written for it, so
 * that "100 Continue" would stand in its body (seen with ipptool, which sends the next request at once).
 */
export class Turns {
  readonly #lines = new WeakMap<Socket, Line>();

  /** Calls `go` at once, or when the answers before this one have left; never, when the connection ends before. */
  take({ request, response }: Arrival, go: () => void): void {
    // Node gives an answer the connection when its turn has come.
    if (response.socket !== null) {
      go();
      return;
    }
    const { socket } = request;
    const line = this.#lines.get(socket) ?? this.#begin(socket);
    line.waiting += 1;
    if (line.waiting >= waitingMax) socket.pause();
    response.once('socket', () => {
      line.waiting -= 1;
      // Where Node has paused the connection for itself, it stays so.
      if (line.waiting === waitingMax - 1) socket.resume();
      go();
    });
  }

  /** Node reads on for each body that somebody reads. */
  #begin(socket: Socket): Line {
    const line: Line = { waiting: 0 };
    this.#lines.set(socket, line);
    socket.on('resume', () => {
      if (line.waiting >= waitingMax) socket.pause();
    });
    return line;
  }
}

interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
