import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { endOfHead } from './end-of-head.ts';

/**
 * Answers what is no HTTP request after the answers to the good ones before it on the same connection: Node's own way is to
 * drop those, so that a client would not know what became of them (RFC 9112 §9.3.2).
 */
export class BrokenRequests {
  readonly #last = new WeakMap<Duplex, ServerResponse>();

  attach(server: Server): void {
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      const last = this.#last.get(socket);
      // It has said that it is the last answer, as the one to a body whose end nobody knows.
      if (last?.writableEnded === true && !last.shouldKeepAlive) {
        socket.end(() => socket.destroy());
        return;
      }
      const isAnswered = last === undefined || last.writableFinished || last.destroyed;
      // What broke in the middle of its body is never answered otherwise.
      if (isAnswered || !last.req.complete) refuse(socket, error);
      else {
        last.once('close', () => {
          refuse(socket, error);
        });
      }
    });
    // Without a listener the connection is closed without a word.
    server.on('connect', (_request, socket: Duplex) => {
      socket.end(head('405 Method Not Allowed', 'Allow: GET, HEAD, OPTIONS, POST'));
    });
  }

  /** The newest request of a connection, whose answer ends after all before it. */
  note({
    request,
    response,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
  }): void {
    this.#last.set(request.socket, response);
  }
}

function refuse(socket: Duplex, { code }: NodeJS.ErrnoException): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(head(statusLines.get(code ?? '') ?? '400 Bad Request'), () => socket.destroy());
}

/** As Node has them. */
const statusLines: ReadonlyMap<string, string> = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', '413 Payload Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

function head(status: string, ...fields: readonly string[]): string {
  return `${[`HTTP/1.1 ${status}`, ...fields, 'Content-Length: 0', 'Connection: close'].join('\r\n')}${endOfHead}`;
}
