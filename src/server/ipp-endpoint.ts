import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  decodeMessage,
  groupOf,
  groupTags,
  IppDecodeError,
  type IppMessage,
  operations,
  statuses,
} from '../ipp/index.ts';
import { answerVersion, badRequest, encodeAnswer, failure, type IppAnswer, noAttributes } from './answer.ts';
import { DocumentBody } from './body.ts';
import { checkMessage } from './checks.ts';
import { clientOf } from './clients.ts';
import { dispatch } from './dispatch.ts';
import { drain } from './drain.ts';
import type { Answering, IppRequest, Services } from './exchange.ts';
import { type HttpVerdict, httpVerdict } from './http-checks.ts';
import { identityOf } from './identity.ts';
import type { WireLimits } from './limits.ts';
import type { HttpExchange } from './listener.ts';
import { type HeaderOutcome, readHeader } from './read-header.ts';
import { Upload } from './upload.ts';
import type { UploadWatch } from './upload-watch.ts';
import { webAddressOf } from './web-address.ts';

export interface IppEndpointOptions {
  readonly services: Services;
  readonly watch: UploadWatch;
  readonly normaliseUser: (name: string) => string;
  /** Everything that is not IPP. */
  readonly web: (request: IncomingMessage, response: ServerResponse) => void;
}

/** One HTTP request after the other: found to be IPP or not, read, answered, drained. */
export class IppEndpoint {
  readonly #options: IppEndpointOptions;

  constructor(options: IppEndpointOptions) {
    this.#options = options;
  }

  handle(exchange: HttpExchange): void {
    const { request, response } = exchange;
    const verdict = httpVerdict(request);
    if (verdict.kind === 'refused') {
      refuse(response, verdict);
      return;
    }
    if (exchange.awaitsContinue) response.writeContinue();
    if (verdict.kind === 'web') {
      this.#options.web(request, response);
      return;
    }
    this.#serve(exchange).catch((error: unknown) => {
      this.#options.services.log.error('request failed', { cause: error });
      response.destroy();
    });
  }

  async #serve({ request, response, local }: HttpExchange): Promise<void> {
    const { watch, services } = this.#options;
    const upload = new Upload(request);
    // Most requests are whole after the next turn of the event loop; the watch costs them nothing then.
    watch.add(upload);
    try {
      const outcome = await readHeader(upload, services.limits.headerOctetsMax);
      if (outcome.kind === 'gone') return;
      if (outcome.kind === 'short') {
        refuse(response, {
          kind: 'refused',
          status: 400,
          message: 'the body is shorter than an IPP message',
        });
        return;
      }
      const reading = readMessage(outcome);
      const answering =
        'message' in reading ? this.#answer(reading.message, { request, upload, local }) : reading.answer;
      const answer = answering instanceof Promise ? await answering : answering;
      if (upload.failure !== undefined) return;
      await send(response, upload, {
        octets: encodeAnswer(reading.head, answer),
        limits: drainLimits(reading.head.code, { headers: request.headers, limits: services.limits }),
      });
    } finally {
      watch.remove(upload);
    }
  }

  #answer(
    message: IppMessage,
    {
      request,
      upload,
      local,
    }: { readonly request: IncomingMessage; readonly upload: Upload; readonly local: boolean },
  ): Answering {
    const { services, normaliseUser } = this.#options;
    const client = clientOf(request.headers);
    const mistake = checkMessage(message, client);
    if (mistake !== undefined) return mistake;
    const operation = groupOf(message, groupTags.operation) ?? noAttributes;
    const peer = { local, address: request.socket.remoteAddress ?? '' };
    const ippRequest: IppRequest = {
      message,
      operation,
      job: groupOf(message, groupTags.job) ?? noAttributes,
      body: new DocumentBody(upload),
      client,
      identity: identityOf(operation, peer, normaliseUser),
      address: webAddressOf(request),
    };
    return dispatch(ippRequest, services);
  }
}

type Head = Pick<IppMessage, 'version' | 'requestId' | 'code'>;

/** The message, or the answer to what is none. */
function readMessage(
  outcome: Exclude<HeaderOutcome, { readonly kind: 'gone' | 'short' }>,
):
  | { readonly head: Head; readonly message: IppMessage }
  | { readonly head: Head; readonly answer: IppAnswer } {
  switch (outcome.kind) {
    case 'malformed':
      return { head: headOf(outcome.head), answer: malformed(outcome.head, outcome.reason) };
    case 'too-large':
      return {
        head: headOf(outcome.head),
        answer: failure(
          statuses.clientErrorRequestEntityTooLarge,
          `The request is too large: ${outcome.reason}.`,
        ),
      };
    case 'whole':
      try {
        const message = decodeMessage(outcome.header);
        return { head: { ...message, version: answerVersion(message.version) }, message };
      } catch (error) {
        if (!(error instanceof IppDecodeError)) throw error;
        return { head: headOf(outcome.header), answer: malformed(outcome.header, error.message) };
      }
  }
}

/** A version that we do not speak may have other attributes, so that it is named first (RFC 8011 §4.1.8). */
function malformed(octets: Buffer, reason: string): IppAnswer {
  const message = { ...headOf(octets), version: versionOf(octets), groups: [] };
  const versionFirst = checkMessage(message, { refusals: 'abort', patient: false, anyOrder: true });
  return versionFirst?.status === statuses.serverErrorVersionNotSupported
    ? versionFirst
    : badRequest(`The request is malformed: ${reason}.`);
}

function headOf(octets: Buffer): Head {
  return {
    version: answerVersion(versionOf(octets)),
    code: octets.readUInt16BE(2),
    requestId: octets.readInt32BE(4),
  };
}

function versionOf(octets: Buffer): IppMessage['version'] {
  return { major: octets.readUInt8(0), minor: octets.readUInt8(1) };
}

function refuse(
  response: ServerResponse,
  { status, message }: Extract<HttpVerdict, { readonly kind: 'refused' }>,
): void {
  const text = `${message}\n`;
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(text);
}

type DrainLimits = Pick<WireLimits, 'drainOctetsMax' | 'drainMs'>;

/** A CUPS backend reads the answer to Send-Document only after its last octet, so that it may send all of them. */
function drainLimits(
  code: number,
  { headers, limits }: { readonly headers: IncomingMessage['headers']; readonly limits: WireLimits },
): DrainLimits {
  const toTheEnd = code === operations.sendDocument && clientOf(headers).refusals === 'cups';
  return toTheEnd ? { drainOctetsMax: Number.POSITIVE_INFINITY, drainMs: longestTimerMs } : limits;
}

/** The longest that setTimeout takes; UploadWatch ends a drain that stands still long before. */
const longestTimerMs = 2_147_483_647;

interface Sending {
  /** The answer in pieces. */
  readonly octets: readonly Buffer[];
  readonly limits: DrainLimits;
}

async function send(response: ServerResponse, upload: Upload, { octets, limits }: Sending): Promise<void> {
  const length = octets.reduce((sum, piece) => sum + piece.length, 0);
  const head = ['Content-Type', 'application/ipp', 'Content-Length', String(length)];
  if (upload.arrived) {
    response.writeHead(200, head);
    writeAll(response, octets);
    response.end();
    return;
  }
  const { octetsAhead = Number.POSITIVE_INFINITY } = upload;
  const keepAlive =
    limits.drainOctetsMax === Number.POSITIVE_INFINITY || octetsAhead <= limits.drainOctetsMax;
  response.writeHead(200, keepAlive ? head : [...head, 'Connection', 'close']);
  // The whole answer goes out now; ending it closes the connection, which must wait until the client has stopped sending.
  writeAll(response, octets);
  const ended = await drain(upload, limits);
  response.end();
  if (!ended) response.socket?.destroySoon();
}

/** One system call for header fields and all pieces. */
function writeAll(response: ServerResponse, octets: readonly Buffer[]): void {
  response.cork();
  for (const piece of octets) response.write(piece);
  response.uncork();
}
