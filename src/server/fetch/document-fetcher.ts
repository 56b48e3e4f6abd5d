import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { messageOf } from '../../base/fault.ts';
import { allowedPlace, type FetchPlace } from './allowed-place.ts';
import { isOwnMachine } from './own-machine.ts';

export interface FetchRules {
  /** `HOST` or `HOST:PORT`, at least one. */
  readonly allowedHosts: readonly string[];
  /** Milliseconds without one octet, from the connection to the last one. */
  readonly idleMs: number;
  /** Milliseconds for one document in all. */
  readonly withinMs: number;
}

/** The addresses of a name; asked once for each connection. */
type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export type Fetched =
  | { readonly kind: 'open'; readonly body: Readable }
  | { readonly kind: 'scheme' }
  | { readonly kind: 'failed'; readonly why: string };

/** Why a document could not be had. */
class FetchError extends Error {
  constructor(why: string, options?: { readonly cause?: unknown }) {
    super(why, options);
    this.name = 'FetchError';
  }
}

/** An old address, a slash that was left out: more is a loop. */
const redirectsMax = 3;
/** Octets of the header fields of an answer. */
const headerOctetsMax = 16 * 1024;

/**
 * Fetches the documents of Print-URI and Send-URI. Whoever prints chooses the address, so that it leads nowhere but to the
 * hosts that the administrator has named: the name is resolved once, the address is looked at, and the connection goes to
 * that very address, whatever the name means a moment later. A redirect leads to the same host or nowhere.
 */
export class DocumentFetcher {
  readonly #rules: FetchRules;
  readonly #resolve: Resolve;

  constructor(rules: FetchRules, resolve: Resolve = (host) => lookup(host, { all: true })) {
    this.#rules = rules;
    this.#resolve = resolve;
  }

  /** The document behind a document-uri, as a stream that fails when it breaks off or takes too long. */
  async open(uri: string): Promise<Fetched> {
    const signal = AbortSignal.timeout(this.#rules.withinMs);
    let next = uri;
    let host: string | undefined;
    for (let redirects = 0; redirects <= redirectsMax; redirects += 1) {
      const outcome = allowedPlace(next, this.#rules.allowedHosts);
      if (outcome.kind === 'scheme') {
        return host === undefined ? outcome : failed('it is redirected to another scheme');
      }
      if (outcome.kind === 'refused') return failed(outcome.why);
      const { url } = outcome.place;
      if (host !== undefined && url.hostname !== host) return failed('it is redirected to another host');
      host = url.hostname;
      try {
        const response = await this.#answer(outcome.place, signal);
        const location = redirectOf(response);
        if (location === undefined) return opened(response);
        response.destroy();
        if (!URL.canParse(location, url)) return failed('it is redirected to nowhere');
        next = new URL(location, url).href;
      } catch (error) {
        return failed(messageOf(error));
      }
    }
    return failed(`it is redirected more than ${redirectsMax} times`);
  }

  async #answer(place: FetchPlace, signal: AbortSignal): Promise<IncomingMessage> {
    const { url } = place;
    const address = await this.#addressOf(place);
    const options: RequestOptions = {
      // Asked by the socket when the host is a name; the answer is the address that was looked at.
      lookup: fixed(address),
      headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'Platen' },
      maxHeaderSize: headerOctetsMax,
      timeout: this.#rules.idleMs,
      agent: false,
    };
    return new Promise((resolve, reject) => {
      let response: IncomingMessage | undefined;
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(url, options, (message) => {
        response = message;
        resolve(message);
      });
      const giveUp = (why: string): void => {
        (response ?? request).destroy(new FetchError(why));
      };
      const onAbort = (): void => {
        giveUp('it takes too long');
      };
      signal.addEventListener('abort', onAbort);
      request.on('timeout', () => {
        giveUp('its server has stopped sending');
      });
      request.once('close', () => {
        signal.removeEventListener('abort', onAbort);
      });
      request.on('error', reject);
      request.end();
      if (signal.aborted) onAbort();
    });
  }

  async #addressOf({ url, named }: FetchPlace): Promise<Address> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = await this.#resolve(host);
    const usable = addresses.find(({ address }) => named === 'address' || !isOwnMachine(address));
    if (usable !== undefined) return usable;
    throw new FetchError(
      addresses.length === 0 ? `${host} has no address` : `${host} is an address of this machine or its link`,
    );
  }
}

type Address = Awaited<ReturnType<Resolve>>[number];

function fixed({ address, family }: Address): LookupFunction {
  return (_host, { all }, callback) => {
    if (all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return statusCode >= 300 && statusCode < 400 ? headers.location : undefined;
}

function opened(response: IncomingMessage): Fetched {
  const { statusCode = 0, headers } = response;
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (statusCode !== 200 || coding !== 'identity') {
    response.destroy();
    return failed(
      statusCode === 200
        ? `its server compresses it by ${coding} although it was not asked to`
        : `its server answers HTTP status ${statusCode}`,
    );
  }
  // Whoever reads it is told what went wrong; until then nobody may be listening.
  response.on('error', () => undefined);
  return { kind: 'open', body: response };
}

function failed(why: string): Fetched {
  return { kind: 'failed', why };
}
