import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Evidence, type Identified, type Identifier, mayCarryPassword } from '../../identity/index.ts';
import {
  decodeMessage,
  firstString,
  groupOf,
  groupTags,
  headIn,
  IppDecodeError,
  type IppHead,
  type IppMessage,
  statuses,
} from '../../ipp/index.ts';
import { languageOf } from '../../model/sentences/languages.ts';
import { type Speech, say, wordsIn } from '../../model/sentences/sentence.ts';
import { answersDriverFile } from '../driver/driver-endpoint.ts';
import {
  answerVersion,
  badRequest,
  encodeAnswer,
  failure,
  type HttpAnswer,
  type IppAnswer,
  noAttributes,
} from '../requests/answer.ts';
import { checkMessage, checkVersion } from '../requests/checks.ts';
import { clientOf } from '../requests/clients.ts';
import { checkOperation, dispatch } from '../requests/dispatch.ts';
import { evidenceOf } from '../requests/evidence.ts';
import type { Answering, IppRequest, Services } from '../requests/exchange.ts';
import { answerToFault } from '../requests/faults.ts';
import { targetUrisOf } from '../requests/target.ts';
import type { ShortWay } from '../short-way/short-way.ts';
import { DocumentBody } from './body.ts';
import { passwordRequired, tooManyFailures } from './challenge.ts';
import { type HttpVerdict, httpVerdict, mustBeLast } from './http-checks.ts';
import type { HttpExchange } from './listener.ts';
import { type HeaderOutcome, readHeader } from './read-header.ts';
import { Repeats } from './repeats.ts';
import { drainLimits, sendAnswer, sendRepeated } from './send-answer.ts';
import type { StartQueue } from './start-queue.ts';
import { Upload } from './upload.ts';
import type { UploadWatch } from './upload-watch.ts';
import { webAddressOf } from './web-address.ts';

export interface IppEndpointOptions {
  readonly services: Services;
  readonly watch: UploadWatch;
  readonly starts: StartQueue;
  readonly shortWay: ShortWay;
  readonly identifier: Identifier;
  /** Clients can come by TLS. */
  readonly tls: boolean;
  /** Everything that is not IPP. */
  readonly web: (request: IncomingMessage, response: ServerResponse) => void;
}

/** One HTTP request after the other: found to be IPP or not, read, answered, drained. */
export class IppEndpoint {
  readonly #options: IppEndpointOptions;
  readonly #repeats = new Repeats();

  constructor(options: IppEndpointOptions) {
    this.#options = options;
  }

  handle(exchange: HttpExchange): void {
    const { request, response } = exchange;
    // Closed by us behind an answer: its client would not hear of this, and sends it again elsewhere (RFC 9112 §9.6).
    if (request.socket.writableEnded) return;
    const verdict = httpVerdict(request);
    if (verdict.kind === 'refused') {
      refuse(response, verdict);
      return;
    }
    if (mustBeLast(request)) response.shouldKeepAlive = false;
    if (exchange.awaitsContinue) response.writeContinue();
    if (verdict.kind === 'options') {
      response.writeHead(200, { Allow: 'GET, HEAD, OPTIONS, POST', 'Content-Length': 0 });
      response.end();
      return;
    }
    if (verdict.kind === 'web') {
      if (!answersDriverFile(request, response, this.#options.services)) this.#options.web(request, response);
      return;
    }
    this.#serve(exchange).catch((error: unknown) => {
      this.#options.services.log.error('request failed', { cause: error });
      response.destroy();
    });
  }

  async #serve({ request, response, local }: HttpExchange): Promise<void> {
    const { watch, starts, services } = this.#options;
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
      if (this.#sentAgain(outcome, { request, response, upload, local })) return;
      if (!upload.arrived && (await isGoneAtItsTurn(upload, starts))) return;
      const answering = this.#answer(outcome, { request, response, upload, local });
      const { head, answer, speech } = answering instanceof Promise ? await answering : answering;
      if (upload.failure !== undefined) return;
      await sendAnswer(response, upload, {
        ...wireOf(head, answer, speech),
        limits: drainLimits(head.code, { headers: request.headers, limits: services.limits }),
      });
    } finally {
      watch.remove(upload);
    }
  }

  /** false: the request is not known, or not by its octets alone. */
  #sentAgain(outcome: Arrived, { request, response, upload, local }: Exchange): boolean {
    if (outcome.kind !== 'whole' || !upload.arrived || !this.#isAnybody(request, local)) return false;
    const repeat = this.#repeats.find(request, outcome.header);
    const tail = repeat && this.#repeats.tailOf(repeat);
    if (repeat === undefined || tail === undefined) return false;
    const head = headOf(outcome.header);
    this.#options.shortWay.learn({ request, response, version: head.version, repeat });
    sendRepeated(response, head, tail);
    return true;
  }

  #answer(outcome: Arrived, exchange: Exchange): Answered | Promise<Answered> {
    const { request, response } = exchange;
    const reading = readMessage(outcome);
    if ('answer' in reading) return { ...reading, speech: this.#options.services.speech };
    const { head, message, header } = reading;
    const speech = this.#speechTo(message);
    const answering = this.#answerMessage(message, speech, exchange);
    if (answering instanceof Promise) return answering.then((answer) => ({ head, answer, speech }));
    const { repeat } = answering;
    if (repeat !== undefined && this.#isAnybody(request, exchange.local)) {
      this.#repeats.remember(request, header, { repeat, speech });
      const { version } = head;
      this.#options.shortWay.learn({ request, response, version, repeat: { repeat, speech } });
    }
    return { head, answer: answering, speech };
  }

  /** Whether nothing but the octets of the request can say who asks: the same octets are answered alike then. */
  #isAnybody({ headers, socket }: IncomingMessage, local: boolean): boolean {
    if (local || headers.authorization !== undefined) return false;
    if (socket instanceof TLSSocket && socket.authorized) return false;
    return this.#options.identifier.onlyClaims(socket.remoteAddress ?? '');
  }

  /** In the language of the request, if we speak it (RFC 8011 §4.1.4.1). */
  #speechTo(message: IppMessage): Speech {
    const { speech } = this.#options.services;
    const operation = groupOf(message, groupTags.operation) ?? noAttributes;
    const asked = firstString(operation, 'attributes-natural-language');
    return asked === undefined ? speech : { ...speech, language: languageOf(asked, speech.language) };
  }

  #answerMessage(message: IppMessage, speech: Speech, { request, upload, local }: Exchange): Answering {
    const { identifier } = this.#options;
    const client = clientOf(request.headers);
    const mistake =
      checkVersion(message) ??
      checkOperation(message.code, this.#options.services) ??
      checkMessage(message, client);
    if (mistake !== undefined) return mistake;
    const operation = groupOf(message, groupTags.operation) ?? noAttributes;
    const uris = targetUrisOf(operation);
    const evidence = evidenceOf({ operation, uris }, request, local);
    const go = (identified: Identified): Answering => {
      if (identified.kind !== 'known') return unknownAnswers[identified.kind];
      const { identity } = identified;
      return this.#dispatch(
        { message, operation, uris, identity, evidence, client, speech },
        { request, upload },
      );
    };
    const identified = identifier.identify(evidence);
    if (!(identified instanceof Promise)) return go(identified);
    const failed = { code: message.code, user: evidence.claimed, client };
    return identified.then(go, (error: unknown) => answerToFault(error, failed, this.#options.services.log));
  }

  #dispatch(asked: Asked, { request, upload }: Pick<Exchange, 'request' | 'upload'>): Answering {
    const { services, identifier, tls } = this.#options;
    const { evidence, ...rest } = asked;
    const { token } = evidence;
    const ippRequest: IppRequest = {
      ...rest,
      job: groupOf(asked.message, groupTags.job) ?? noAttributes,
      body: new DocumentBody(upload),
      passage: {
        tls,
        passwords: identifier.takesPasswords,
        mayCarryPassword: mayCarryPassword(evidence),
      },
      address: {
        ...webAddressOf(request),
        ...(token === undefined ? {} : { token }),
        ...(asked.client.oneUri ? { alone: true } : {}),
      },
    };
    return dispatch(ippRequest, services);
  }
}

async function isGoneAtItsTurn(upload: Upload, starts: StartQueue): Promise<boolean> {
  await starts.enter();
  return upload.failure !== undefined;
}

/** Nobody is told which of the two was wrong, nor whether a token was ever right. */
const unknownAnswers = {
  'wrong-password': passwordRequired,
  'too-many-failures': tooManyFailures,
  'wrong-token': failure(statuses.clientErrorNotFound, say('nothing-here')),
} as const satisfies Record<Exclude<Identified['kind'], 'known'>, IppAnswer>;

type Asked = Pick<IppRequest, 'message' | 'operation' | 'uris' | 'identity' | 'client' | 'speech'> & {
  readonly evidence: Evidence;
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upload: Upload;
  readonly local: boolean;
}

type Arrived = Exclude<HeaderOutcome, { readonly kind: 'gone' | 'short' }>;

interface Answered {
  readonly head: IppHead;
  readonly answer: IppAnswer;
  readonly speech: Speech;
}

/** An answer by HTTP alone is its sentence. */
function wireOf(
  head: IppHead,
  answer: IppAnswer,
  speech: Speech,
): { readonly octets: readonly Buffer[]; readonly http?: HttpAnswer } {
  const { http, message = '' } = answer;
  return http === undefined
    ? { octets: encodeAnswer(head, answer, speech) }
    : { octets: [Buffer.from(`${wordsIn(message, speech)}\n`)], http };
}

type Misread = Omit<Answered, 'speech'>;

/** The message, or the answer to what is none. */
function readMessage(
  outcome: Arrived,
): Misread | { readonly head: IppHead; readonly message: IppMessage; readonly header: Buffer } {
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
        const head = { ...message, version: answerVersion(message.version) };
        return { head, message, header: outcome.header };
      } catch (error) {
        if (!(error instanceof IppDecodeError)) throw error;
        return { head: headOf(outcome.header), answer: malformed(outcome.header, error.message) };
      }
  }
}

function malformed(octets: Buffer, reason: string): IppAnswer {
  return checkVersion(headIn(octets)) ?? badRequest(`The request is malformed: ${reason}.`);
}

function headOf(octets: Buffer): IppHead {
  const head = headIn(octets);
  return { ...head, version: answerVersion(head.version) };
}

function refuse(
  response: ServerResponse,
  { status, message, fields }: Extract<HttpVerdict, { readonly kind: 'refused' }>,
): void {
  const text = `${message}\n`;
  response.shouldKeepAlive = false;
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...fields });
  response.end(text);
}
