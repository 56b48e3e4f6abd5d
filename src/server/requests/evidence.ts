import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Evidence, peerCertificateOf } from '../../identity/index.ts';
import { firstString, type IppAttributes } from '../../ipp/index.ts';
import { targetOf } from './target.ts';

/** What a request says and shows of whoever sends it. `local`: it came over our Unix socket. */
export function evidenceOf(operation: IppAttributes, request: IncomingMessage, local: boolean): Evidence {
  const { socket, headers } = request;
  const secure = socket instanceof TLSSocket;
  const certificate = peerCertificateOf(socket);
  const token = tokenOf(operation);
  return {
    local,
    address: socket.remoteAddress ?? '',
    secure,
    claimed: firstString(operation, 'requesting-user-name') ?? '',
    ...(certificate === undefined ? {} : { certificate }),
    ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
    ...(token === undefined ? {} : { token }),
  };
}

function tokenOf(operation: IppAttributes): string | undefined {
  const uri = firstString(operation, 'printer-uri') ?? firstString(operation, 'job-uri');
  const target = uri === undefined ? undefined : targetOf(uri);
  return target?.kind === 'printer' || target?.kind === 'job' ? target.token : undefined;
}
