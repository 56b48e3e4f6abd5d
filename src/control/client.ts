import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Admin, AdminMethods } from '../admin/index.ts';
import { type FaultCode, faultCodes, messageOf, PrintServerError } from '../base/fault.ts';
import { shortSocketPath } from '../base/socket-path.ts';
import {
  answerOctetsMax,
  type ControlInfo,
  callTimeoutMs,
  controlInfo,
  infoPath,
  infoTimeoutMs,
  methodPath,
  problem,
} from './protocol.ts';

export interface ControlConnection {
  readonly admin: Admin;
  readonly info: ControlInfo;
  close(): void;
}

export interface ControlPeer {
  /** Of the socket. */
  readonly path: string;
  /** OS user, for the books. */
  readonly user: string;
  /** Of this program; a server of another one is not talked to. */
  readonly version: string;
}

/** undefined when no server listens there. Throws `server-unreachable` when one does and cannot be used. */
export async function connectControl(peer: ControlPeer): Promise<ControlConnection | undefined> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const line: Line = { socketPath: shortSocketPath(peer.path), agent };
  try {
    const info = await askInfo(line, peer);
    const admin = remoteAdmin(line, peer.user);
    return {
      admin,
      info,
      close: () => {
        agent.destroy();
      },
    };
  } catch (error) {
    agent.destroy();
    if (error instanceof NobodyListens) return undefined;
    throw error;
  }
}

type RemoteMethod<Name extends keyof AdminMethods> = (
  args: AdminMethods[Name]['args'],
) => Promise<AdminMethods[Name]['answer']>;

/** One line a method; the compiler keeps it complete. */
function remoteAdmin(line: Line, user: string): Admin {
  const method =
    <Name extends keyof AdminMethods>(name: Name): RemoteMethod<Name> =>
    (args) =>
      callMethod(line, { name, user, args });
  return {
    listUsers: method('listUsers'),
    showUser: method('showUser'),
    addUsers: method('addUsers'),
    setUsers: method('setUsers'),
    limitUsers: method('limitUsers'),
    removeUsers: method('removeUsers'),
    setPassword: method('setPassword'),
    addToken: method('addToken'),
    revokeTokens: method('revokeTokens'),
    grant: method('grant'),
    refund: method('refund'),
    listPrinters: method('listPrinters'),
    pausePrinter: method('pausePrinter'),
    resumePrinter: method('resumePrinter'),
    listJobs: method('listJobs'),
    resolveJob: method('resolveJob'),
    holdJob: method('holdJob'),
    releaseJob: method('releaseJob'),
    cancelJob: method('cancelJob'),
    history: method('history'),
    explainJob: method('explainJob'),
    quote: method('quote'),
  };
}

async function askInfo(line: Line, peer: ControlPeer): Promise<ControlInfo> {
  const reply = await exchange(line, { path: infoPath, timeoutMs: infoTimeoutMs });
  const info = controlInfo.safeParse(reply.body);
  if (reply.status !== 200 || !info.success) {
    throw unreachable(`What listens at ${peer.path} is no Platen server.`);
  }
  if (info.data.version !== peer.version) {
    throw unreachable(
      `The running server is version ${info.data.version}, this program is ${peer.version}; restart the server.`,
    );
  }
  return info.data;
}

async function callMethod<Name extends keyof AdminMethods>(
  line: Line,
  {
    name,
    user,
    args,
  }: { readonly name: Name; readonly user: string; readonly args: AdminMethods[Name]['args'] },
): Promise<AdminMethods[Name]['answer']> {
  const payload = JSON.stringify({ by: user, args });
  const question = { path: `${methodPath}${name}`, payload, timeoutMs: callTimeoutMs };
  const reply = await exchange(line, question).catch((error: unknown) => {
    throw error instanceof NobodyListens ? unreachable('The server has stopped; try again.', error) : error;
  });
  if (reply.status !== 200) throw faultOf(reply);
  return answerOf<AdminMethods[Name]['answer']>().parse(reply.body);
}

/** The peer is this very program in the same version, run by the same user: its answers are of the declared type. */
function answerOf<Answer>(): z.ZodType<Answer> {
  return z.custom<Answer>((value) => typeof value === 'object' && value !== null && 'kind' in value);
}

function faultOf({ status, body }: Reply): PrintServerError {
  const parsed = problem.safeParse(body);
  if (!parsed.success) return unreachable(`The server answered ${status} without a reason.`);
  const { code, message } = parsed.data;
  return new PrintServerError(isFaultCode(code) ? code : 'assertion', message);
}

function isFaultCode(code: string): code is FaultCode {
  return faultCodes.some((known) => known === code);
}

interface Line {
  readonly socketPath: string;
  readonly agent: Agent;
}

interface Question {
  readonly path: string;
  /** JSON; without it the question is a GET. */
  readonly payload?: string;
  readonly timeoutMs: number;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Not a fault: the store is then opened by this process itself. */
class NobodyListens extends Error {}

function exchange(line: Line, { path, payload, timeoutMs }: Question): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      ...line,
      path,
      method: payload === undefined ? 'GET' : 'POST',
      headers: payload === undefined ? {} : { 'content-type': 'application/json' },
      timeout: timeoutMs,
    });
    request.on('timeout', () => {
      request.destroy(new Error(`no answer within ${timeoutMs / 1_000} seconds`));
    });
    request.on('error', (error) => {
      reject(connectionError(line.socketPath, error));
    });
    request.on('response', (response) => {
      readReply(response).then(resolve, (error: unknown) => {
        request.destroy();
        reject(connectionError(line.socketPath, error));
      });
    });
    request.end(payload);
  });
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of texts(response)) {
    text += chunk;
    if (text.length > answerOctetsMax) throw new Error(`the answer is larger than ${answerOctetsMax} octets`);
  }
  const body: unknown = JSON.parse(text);
  return { status: response.statusCode ?? 0, body };
}

/** A response with an encoding set yields strings. */
function texts(response: AsyncIterable<string>): AsyncIterable<string> {
  return response;
}

/** ENOTDIR: the data folder is no folder; whoever opens it says so. */
const nobody: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ECONNREFUSED']);

function connectionError(socketPath: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (nobody.has(code)) return new NobodyListens(messageOf(error));
  if (code === 'EACCES') {
    return unreachable(
      `The control socket ${socketPath} belongs to another user; run this as that user or as root.`,
    );
  }
  return unreachable(
    `The server at ${socketPath} did not answer (${messageOf(error)}). ` +
      'What was asked may have been done or not; look before you repeat it.',
    error,
  );
}

function unreachable(message: string, cause?: unknown): PrintServerError {
  return new PrintServerError('server-unreachable', message, cause === undefined ? {} : { cause });
}
