import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Evidence, peerCertificateOf } from '../../identity/index.ts';
import { firstString, type IppAttributes } from '../../ipp/index.ts';
import type { TargetUris } from './target.ts';

/** What a request says and shows of whoever sends it. `local`: it came over our Unix socket. */
export function evidenceOf(
  asked: { readonly operation: IppAttributes; readonly uris: TargetUris },
  request: IncomingMessage,
  local: boolean,
): Evidence {
  const { socket, headers } = request;
  const secure = socket instanceof TLSSocket;
  const certificate = peerCertificateOf(socket);
  const token = tokenOf(asked.uris);
  return {
    local,
    address: socket.remoteAddress ?? '',
    secure,
    claimed: firstString(asked.operation, 'requesting-user-name') ?? '',
    ...(certificate === undefined ? {} : { certificate }),
    ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
    ...(token === undefined ? {} : { token }),
  };
}

function tokenOf({ 'printer-uri': printer, 'job-uri': job }: TargetUris): string | undefined {
  const target = (printer ?? job)?.target;
  return target?.kind === 'printer' || target?.kind === 'job' ? target.token : undefined;
}
