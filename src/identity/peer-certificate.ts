import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The common name in a client certificate that our authorities vouch for; undefined without one. */
export function peerCertificateOf(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  const name: unknown = subject.CN;
  return typeof name === 'string' && name !== '' ? name : undefined;
}
