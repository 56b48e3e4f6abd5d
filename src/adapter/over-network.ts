import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { AdapterFault } from '../model/adapter.ts';
import { isLoopback } from '../model/listen.ts';
import type { AdapterHandler } from './adapter-handler.ts';

export interface AdapterToken {
  readonly name: string;
  /** SHA-256, hex. */
  readonly hash: string;
}

const prefix = '/adapter/v1/';
const bearer = /^Bearer ([\x21-\x7e]{1,512})$/i;

/**
 * Answers adapters on other machines at the main port, and leaves all else to `web`. A token is a secret of at least
 * 128 random bits: its plain hash tells nobody what it is. It is taken over TLS or from this machine alone.
 */
export function adapterOverNetwork(
  handler: AdapterHandler,
  tokens: readonly AdapterToken[],
  web: RequestListener,
): RequestListener {
  return (request, response) => {
    if (request.url?.startsWith(prefix) !== true) {
      web(request, response);
      return;
    }
    if (!isPrivate(request)) {
      refuse(response, 403, 'adapters are served over TLS only');
      return;
    }
    const name = nameOf(tokens, request);
    if (name === undefined) refuse(response, 401, 'the token is not known');
    else handler(request, response, { name: `token ${name}` });
  };
}

function isPrivate({ socket }: IncomingMessage): boolean {
  if (socket instanceof TLSSocket) return true;
  // A Unix socket has no address at all.
  const { remoteAddress: host } = socket;
  return host === undefined || isLoopback({ kind: 'tcp', host: host.replace(/^::ffff:/, ''), port: 0 });
}

/** Every hash is compared, each in the same time, whichever it is. */
function nameOf(tokens: readonly AdapterToken[], { headers }: IncomingMessage): string | undefined {
  const [, token] = bearer.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) return undefined;
  const given = createHash('sha256').update(token).digest();
  return tokens.filter(({ hash }) => timingSafeEqual(given, Buffer.from(hash, 'hex'))).at(0)?.name;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const body: AdapterFault = { code: 'bad-call', message };
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}
