import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Admin, AdminMethods } from '../admin/index.ts';
import { messageOf, PrintServerError } from '../base/fault.ts';
import { closeUnixSocket, listenOnUnixSocket } from '../base/unix-socket.ts';
import type { Identity } from '../model/identity.ts';
import { isMethod, methods } from './methods.ts';
import {
  type ControlInfo,
  call,
  callOctetsMax,
  connectionsMax,
  infoPath,
  methodPath,
  type Problem,
  receiveTimeoutMs,
} from './protocol.ts';

export interface ControlServerOptions {
  /** Of the socket. What an earlier server left there is replaced: start only with the data folder's lock held. */
  readonly path: string;
  readonly info: ControlInfo;
  readonly adminFor: (by: Identity) => Admin;
  /** Told of every fault, for the log; the peer gets its code and sentence. */
  readonly onFault?: (method: string, error: unknown) => void;
}

export interface ControlServer {
  /** Takes no new calls, waits for those under way, removes the socket. */
  close(): Promise<void>;
}

export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const { path } = options;
  const server = createServer((request, response) => {
    void serve(options, request, response);
  });
  server.requestTimeout = receiveTimeoutMs;
  server.headersTimeout = receiveTimeoutMs;
  server.maxConnections = connectionsMax;
  // Whoever may open the socket is an operator: the folder keeps everybody else out as well.
  await listenOnUnixSocket(server, { path, purpose: 'control', folderMode: 0o700 });
  return { close: () => closeUnixSocket(server, path) };
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

interface AnswerReply<Name extends keyof AdminMethods> extends Reply {
  readonly body: AdminMethods[Name]['answer'];
}

/** Never rejects: what goes wrong is the reply. */
async function serve(
  options: ControlServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = await replyTo(options, request).catch((error: unknown) =>
    faultReply(options, request, error),
  );
  const body = Buffer.from(JSON.stringify(reply.body));
  response.on('error', () => undefined);
  response.writeHead(reply.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    // The rest of a call that was too large is not read, so that the connection cannot carry another one.
    ...(reply.status === 413 ? { connection: 'close' } : {}),
  });
  response.end(body);
}

async function replyTo(options: ControlServerOptions, request: IncomingMessage): Promise<Reply> {
  const path = request.url ?? '';
  if (request.method === 'GET' && path === infoPath) return { status: 200, body: options.info };
  const name = path.startsWith(methodPath) ? path.slice(methodPath.length) : '';
  if (request.method !== 'POST' || !isMethod(name)) return problemReply(404, `no such method: ${path}`);
  const body = await bodyOf(request);
  if (body === undefined) return problemReply(413, `a call has at most ${callOctetsMax} octets`);
  const parsed = call.safeParse(jsonOf(body));
  if (!parsed.success) return problemReply(400, 'a call is { "by": name, "args": … }');
  const { by, args } = parsed.data;
  return invoke(options.adminFor(operator(by)), name, args);
}

async function invoke<Name extends keyof AdminMethods>(
  admin: Admin,
  name: Name,
  args: unknown,
): Promise<Reply | AnswerReply<Name>> {
  const parsed = methods[name].safeParse(args);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    return problemReply(
      400,
      `${name}: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'wrong arguments'}`,
    );
  }
  return { status: 200, body: await admin[name](parsed.data) };
}

/** Only the server's own user and root can open the socket, so what they say of themselves is believed. */
function operator(name: string): Identity {
  return { name, level: 'local', proof: 'control socket', operator: true };
}

/** undefined when the body is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of bytes(request)) {
    octets += chunk.length;
    if (octets > callOctetsMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A request without an encoding set yields Buffers. */
function bytes(request: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return request;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function problemReply(status: number, message: string): Reply {
  const body: Problem = { code: 'bad-call', message };
  return { status, body };
}

/** A fault of ours keeps its code; anything else leaves without detail, the log has it. */
function faultReply({ onFault }: ControlServerOptions, request: IncomingMessage, error: unknown): Reply {
  onFault?.(request.url ?? '', error);
  const known = error instanceof PrintServerError;
  const body: Problem = {
    code: known ? error.code : 'assertion',
    message: known ? messageOf(error) : 'The server met an unexpected fault; its log says more.',
  };
  return { status: 500, body };
}
