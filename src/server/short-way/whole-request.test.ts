import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { bodyStart } from './whole-request.ts';

const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n';

function read(headers: Readonly<Record<string, string>> = {}, httpVersion = '1.1'): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { httpVersion });
  Object.assign(request.headers, { 'content-length': '4', ...headers });
  return request;
}

it('finds the body of a request that is all there is', () => {
  expect(bodyStart(Buffer.from(`${head}body`), read())).toBe(head.length);
  expect(bodyStart(Buffer.from(`${head}body`), read({ connection: 'Keep-Alive' }))).toBe(head.length);
});

it.each<[string, string, IncomingMessage]>([
  ['another request behind it', `${head}bodyPOST`, read()],
  ['an empty line behind it', `${head}body\r\n`, read()],
  ['a part of the body missing', `${head}bod`, read()],
  [
    'its head ended by another kind of line end',
    `POST / HTTP/1.1\nContent-Length: 4\n\n12${head}body`,
    read(),
  ],
  ['no length', `${head}body`, read({ 'content-length': '' })],
  ['HTTP/1.0', `${head}body`, read({}, '1.0')],
  ['chunks', `${head}body`, read({ 'transfer-encoding': 'chunked' })],
  ['a wish to close', `${head}body`, read({ connection: 'close' })],
  ['a wish for another protocol', `${head}body`, read({ upgrade: 'h2c' })],
  ['a wish to be asked for the body', `${head}body`, read({ expect: '100-continue' })],
])('finds none with %s', (_, octets, request) => {
  expect(bodyStart(Buffer.from(octets), request)).toBeUndefined();
});
