import { once } from 'node:events';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import {
  type HttpAnswer,
  postOctets,
  RawConnection,
  type RequestParts,
  requestMessage,
} from './ipp-client.ts';

export interface Asking {
  readonly tls?: boolean;
  /** User and password. */
  readonly password?: readonly [string, string];
}

/** One request on a connection of its own, over TLS unless it says otherwise, with a short document behind it. */
export async function askWithPassword(
  port: number,
  parts: RequestParts,
  { tls = true, password }: Asking = {},
): Promise<HttpAnswer> {
  const connection = new RawConnection(tls ? await tlsTo(port) : port);
  const basic = password === undefined ? undefined : Buffer.from(password.join(':')).toString('base64');
  const headers = basic === undefined ? {} : { Authorization: `Basic ${basic}` };
  connection.send(postOctets(requestMessage(parts), { headers, document: Buffer.from('text') }));
  const answer = await connection.answer();
  connection.close();
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** Does not ask who the server is: its certificate is not what is tested. */
async function tlsTo(port: number): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
}
