import { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';
import { isFault, messageOf, PrintServerError } from '../../base/fault.ts';
import { decodeMessage, encodeMessage, type IppMessage, statuses } from '../../ipp/index.ts';
import { shownUri } from '../../model/shown-uri.ts';
import type { DeviceUri } from '../device-uri.ts';
import { DocumentUnreadable } from '../document-octets.ts';
import type { DeviceLimits } from '../limits.ts';
import { answerOf, type IppAnswer } from './answer.ts';

export interface IppClientSettings {
  readonly uri: Extract<DeviceUri, { readonly kind: 'ipp' }>;
  readonly limits: DeviceLimits;
  /**
   * Off by default. The certificate of nearly every printer is signed by itself and renewed by itself, and a printer
   * that is refused for it helps nobody: TLS keeps documents from those who only listen. Where printers have
   * certificates of the site, switch it on.
   */
  readonly verifyCertificate: boolean;
}

export interface IppExchange {
  readonly message: IppMessage;
  /** Sent chunked: PyPI ippserver takes no other form, and the length would be known of small documents only. */
  readonly document?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** A document, a poll beside it, a cancel, and a look from the side. Printers have few sockets. */
const connectionsMax = 4;

/** Below the 5 s after which many embedded servers close an idle connection; their Keep-Alive header may say more. */
const keepAliveMs = 4_000;

/**
 * IPP over one pool of HTTP connections to one device. Returns what the device answers, whatever it is; throws
 * `device-unreachable` when nothing answers and `device-protocol` when something else than IPP does.
 *
 * undici's Pool costs 0.059 ms a 10 KB job, node:http 0.073, fetch 0.33. It is loaded with the first device that speaks
 * IPP, which is when the server starts: a server without one keeps 4.6 MB of heap.
 */
export class IppClient {
  readonly #settings: IppClientSettings;
  readonly #pool: Promise<Pool>;
  #closed = false;

  constructor(settings: IppClientSettings) {
    this.#settings = settings;
    this.#pool = openPool(settings);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * A request without a document is repeated once when the connection was lost under it: an idle one may be closed by
   * the device in the moment it is used. Such a Create-Job may leave a job without a document behind, which prints
   * nothing and times out there; a document is never sent twice.
   */
  async exchange(exchange: IppExchange): Promise<IppAnswer> {
    try {
      return await this.#once(exchange);
    } catch (error) {
      if (exchange.document === undefined && connectionWasLost(error) && !this.#closed) {
        return await this.#once(exchange);
      }
      throw error;
    }
  }

  /** Ends every connection; what is under way fails. */
  async close(): Promise<void> {
    this.#closed = true;
    const pool = await this.#pool;
    await pool.destroy();
  }

  async #once(exchange: IppExchange): Promise<IppAnswer> {
    const pool = await this.#pool;
    try {
      const response = await pool.request(this.#request(exchange));
      return await this.#answer(response);
    } catch (error) {
      throw this.#faultOf(error);
    }
  }

  #request(exchange: IppExchange): Dispatcher.RequestOptions {
    const { uri, limits } = this.#settings;
    const head = encodeMessage(exchange.message);
    const { document } = exchange;
    return {
      method: 'POST',
      path: uri.path,
      headers: { 'content-type': 'application/ipp', accept: 'application/ipp', 'user-agent': 'Platen' },
      body: document === undefined ? head : bodyOf(head, document),
      signal: exchange.signal ?? null,
      // A document takes as long as the paper lasts; whoever sends one watches it (upload.ts).
      headersTimeout: document === undefined ? limits.answerMs : 0,
    };
  }

  async #answer(response: Dispatcher.ResponseData): Promise<IppAnswer> {
    const { statusCode } = response;
    const octets = new Uint8Array(await response.body.arrayBuffer());
    if (statusCode === 200) return answerOf(decodeMessage(octets, { lenient: true }));
    if (statusCode === 503) return answerOf(unavailable);
    throw new PrintServerError(
      'device-protocol',
      `${shownUri(this.#settings.uri.text)} ${httpSentence(statusCode)}`,
    );
  }

  #faultOf(error: unknown): unknown {
    if (error instanceof PrintServerError || error instanceof DocumentUnreadable) return error;
    const text = shownUri(this.#settings.uri.text);
    if (error instanceof Error && error.name === 'IppDecodeError') {
      return new PrintServerError('device-protocol', `${text} answers no IPP: ${error.message}`, {
        cause: error,
      });
    }
    return new PrintServerError('device-unreachable', `${text}: ${networkSentence(error)}`, { cause: error });
  }
}

async function openPool({ uri, limits, verifyCertificate }: IppClientSettings): Promise<Pool> {
  const { Pool } = await import('undici');
  return new Pool(`${uri.tls ? 'https' : 'http'}://${uri.host}:${uri.port}`, {
    connections: connectionsMax,
    keepAliveTimeout: keepAliveMs,
    connect: { timeout: limits.connectMs, rejectUnauthorized: verifyCertificate },
    bodyTimeout: limits.answerMs,
    maxResponseSize: limits.answerOctetsMax,
  });
}

/** What a device or the network to it did. */
export function isDeviceFault(error: unknown): error is PrintServerError {
  return isFault(error, 'device-unreachable') || isFault(error, 'device-protocol');
}

/** An HTTP server in front of the device that is overloaded says so in HTTP. */
const unavailable: IppMessage = {
  version: { major: 2, minor: 0 },
  code: statuses.serverErrorServiceUnavailable,
  requestId: 1,
  groups: [],
};

/** With a high-water mark of 0 nothing is read before the connection takes it, so that what was read was sent. */
function bodyOf(head: Uint8Array, document: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(joined(head, document), { objectMode: false, highWaterMark: 0 });
}

async function* joined(
  head: Uint8Array,
  document: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield head;
  yield* document;
}

function connectionWasLost(error: unknown): boolean {
  const cause = error instanceof PrintServerError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && lostCodes.has(String(cause.code));
}

const lostCodes: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const networkSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'reset the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'took the request and does not answer',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of an answer',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answers with more than it may',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'is not known to the name service',
  EAI_AGAIN: 'cannot be looked up: the name service does not answer',
};

function networkSentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return networkSentences[code] ?? messageOf(error);
}

function httpSentence(status: number): string {
  switch (status) {
    case 401:
      return 'wants a password (HTTP 401)';
    case 403:
      return 'forbids us to print (HTTP 403)';
    case 404:
      return 'has no printer at this path (HTTP 404)';
    case 426:
      return 'wants TLS (HTTP 426): use ipps://';
    default:
      return `answers HTTP ${status} instead of IPP`;
  }
}
