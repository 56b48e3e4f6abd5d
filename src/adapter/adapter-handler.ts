import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf, PrintServerError } from '../base/fault.ts';
import type { CupsAsk, PrintJobs } from '../jobs/index.ts';
import type { Log } from '../logging/index.ts';
import {
  type AdapterFault,
  type AdapterInfo,
  type AdapterJob,
  type AdapterSettled,
  adapterBodyOctetsMax,
  adapterLineOctetsMax,
  adapterPaths,
  adapterProtocol,
} from '../model/adapter.ts';
import type { Identity } from '../model/identity.ts';
import { parseAttempt } from './attempt-text.ts';
import { endCall, jobCall } from './calls.ts';
import { decisionOf, later, statusOf } from './decisions.ts';
import type { AdapterLimits } from './limits.ts';
import { PeerGone, RequestBody } from './request-body.ts';

export interface AdapterOptions {
  readonly jobs: PrintJobs;
  readonly version: string;
  /** Printer by the name of the CUPS queue, where the two differ. */
  readonly queues: Readonly<Record<string, string>>;
  readonly normaliseUser: (name: string) => string;
  /** Milliseconds after which a run without news is listed for the operator. */
  readonly openAttemptMs: number;
  readonly limits: AdapterLimits;
  readonly log: Log;
}

/** Who calls: over our socket, or with a token of the configuration. */
interface AdapterPeer {
  /** For the proof of identity, such as "socket" or the name of a token. */
  readonly name: string;
}

export type AdapterHandler = (request: IncomingMessage, response: ServerResponse, peer: AdapterPeer) => void;

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Answers the calls of adapters (src/model/adapter.ts says which there are). */
export function createAdapterHandler(options: AdapterOptions): AdapterHandler {
  return (request, response, peer) => {
    void serve(options, { request, response, peer });
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly peer: AdapterPeer;
}

/** Never rejects: what goes wrong is the reply. */
async function serve(options: AdapterOptions, { request, response, peer }: Exchange): Promise<void> {
  response.on('error', () => undefined);
  const body = new RequestBody(request);
  try {
    const reply = await replyTo(options, { request, body, peer });
    await send(response, reply, body, options.limits);
  } catch (error) {
    if (!(error instanceof PeerGone)) throw error;
    options.log.info('adapter call broke off', { peer: peer.name, why: error.message });
    response.destroy();
  }
}

/**
 * Ending an answer closes the connection. With octets unread that is a reset, which may overtake the answer: what comes
 * after an early one is read first.
 */
async function send(
  response: ServerResponse,
  { status, body }: Reply,
  rest: RequestBody,
  limits: AdapterLimits,
): Promise<void> {
  const octets = Buffer.from(JSON.stringify(body));
  const head = { 'content-type': 'application/json', 'content-length': octets.length };
  if (rest.arrived) {
    response.writeHead(status, head).end(octets);
    return;
  }
  response.writeHead(status, { ...head, connection: 'close' }).write(octets);
  await rest.drain(limits.drainOctetsMax, limits.drainMs);
  response.end();
}

interface Call {
  readonly request: IncomingMessage;
  readonly body: RequestBody;
  readonly peer: AdapterPeer;
}

async function replyTo(options: AdapterOptions, call: Call): Promise<Reply> {
  try {
    return await route(options, call);
  } catch (error) {
    if (error instanceof PeerGone) throw error;
    return faultReply(options, call, error);
  }
}

const jobPath = /^\/adapter\/v1\/jobs\/([1-9]\d{0,15})$/;
const endPath = /^\/adapter\/v1\/attempts\/([^/]{1,200})\/end$/;

async function route(options: AdapterOptions, call: Call): Promise<Reply> {
  const { method = '', url = '' } = call.request;
  if (method === 'GET' && url === adapterPaths.info) return { status: 200, body: infoOf(options) };
  if (method === 'POST' && url === adapterPaths.jobs) return submit(options, call);
  const [, attempt] = endPath.exec(url) ?? [];
  if (method === 'POST' && attempt !== undefined) return end(options, call, attempt);
  const [, job] = jobPath.exec(url) ?? [];
  if (method === 'GET' && job !== undefined) return status(options, Number(job));
  return fault(404, `there is no ${method.slice(0, 16)} ${url.slice(0, 100)} here`);
}

function infoOf({ version }: AdapterOptions): AdapterInfo {
  return { version, protocol: adapterProtocol };
}

async function submit(options: AdapterOptions, { body, peer }: Call): Promise<Reply> {
  const { jobs, limits } = options;
  const line = await body.line(adapterLineOctetsMax, limits.callMs);
  if (line === undefined) return fault(400, `no line of at most ${adapterLineOctetsMax} octets came first`);
  const parsed = jobCall.safeParse(jsonOf(line));
  if (!parsed.success) return fault(400, problemOf(parsed.error.issues));
  const call = parsed.data;
  const deciding = {
    user: call.user,
    offline: call.printed !== undefined,
    deadline: options.openAttemptMs,
    laterSeconds: limits.laterSeconds,
  };
  try {
    const answer = await jobs.cups.submit(askOf(options, call, peer), body.stream(limits.documentIdleMs));
    return { status: 200, body: decisionOf(answer, deciding) };
  } catch (error) {
    if (!passesByItself(error)) throw error;
    options.log.warn('adapter put off', { why: messageOf(error) });
    return {
      status: 200,
      body: later('The print server cannot keep its books just now.', limits.laterSeconds),
    };
  }
}

function askOf(options: AdapterOptions, call: AdapterJob, peer: AdapterPeer): CupsAsk {
  const printer = Object.hasOwn(options.queues, call.queue) ? options.queues[call.queue] : undefined;
  return { call, printer: printer ?? call.queue, identity: identityOf(options, call, peer) };
}

/** cupsd has proven a name that it gives as AUTH_USERNAME; every other is what a client of it said. */
function identityOf({ normaliseUser }: AdapterOptions, call: AdapterJob, { name }: AdapterPeer): Identity {
  const { authUser = '', user } = call;
  return authUser === ''
    ? {
        name: normaliseUser(user),
        level: 'trusted-server',
        proof: `cups ${call.instance} by ${name}`,
        operator: false,
      }
    : { name: normaliseUser(authUser), level: 'password', proof: 'cups-auth', operator: false };
}

async function end({ jobs, limits }: AdapterOptions, { body }: Call, text: string): Promise<Reply> {
  const run = parseAttempt(text);
  if (run === undefined) return fault(404, 'there is no such attempt');
  const octets = await body.whole(adapterBodyOctetsMax, limits.callMs);
  if (octets === undefined) return fault(413, `the end of a run has at most ${adapterBodyOctetsMax} octets`);
  const parsed = endCall.safeParse(jsonOf(octets));
  if (!parsed.success) return fault(400, problemOf(parsed.error.issues));
  const ended = await jobs.cups.end(run, parsed.data);
  if (ended === 'not-found') return fault(404, 'there is no such attempt');
  const settled: AdapterSettled = { kind: 'settled' };
  return { status: 200, body: settled };
}

async function status({ jobs }: AdapterOptions, id: number): Promise<Reply> {
  const view = await jobs.job(id);
  // Only of jobs that came this way: an adapter has no business with the others.
  return view?.job.cups === undefined
    ? fault(404, `there is no job ${id} of a CUPS queue`)
    : { status: 200, body: statusOf(view.job) };
}

function jsonOf(octets: Buffer): unknown {
  try {
    return JSON.parse(octets.toString('utf8'));
  } catch {
    return undefined;
  }
}

function problemOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const [first] = issues;
  return `${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? 'not JSON'}`;
}

function passesByItself(error: unknown): boolean {
  return error instanceof PrintServerError && ['store-unreachable', 'disk-full'].includes(error.code);
}

function fault(status: number, message: string): Reply {
  const body: AdapterFault = { code: 'bad-call', message };
  return { status, body };
}

/** A fault of ours keeps its code; anything else leaves without detail, the log has it. */
function faultReply({ log }: AdapterOptions, { request, peer }: Call, error: unknown): Reply {
  log.error('adapter call failed', { url: request.url, peer: peer.name, why: messageOf(error) });
  const known = error instanceof PrintServerError;
  const body: AdapterFault = {
    code: known ? error.code : 'assertion',
    message: known ? messageOf(error) : 'The server met an unexpected fault; its log says more.',
  };
  return { status: 500, body };
}
