import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerOctetsMax, readAnswer } from './http-answer.ts';

const body = '{"kind":"settled"}';
const answers = {
  'with its length': `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n${body}`,
  'with small letters and no reason': `HTTP/1.1 200\r\ncontent-length:18\r\n\r\n${body}`,
  'in chunks': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n${body.slice(0, 5)}\r\nD;x=y\r\n${body.slice(5)}\r\n0\r\n\r\n`,
  'in chunks, whatever the length says': `HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n${body}\r\n0\r\nTrailer: x\r\n\r\n`,
  'after an interim one': `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n${body}`,
  'of HTTP/1.0': `HTTP/1.0 200 OK\r\nContent-Length: 18\r\n\r\n${body}`,
};

const said = (text: string, isOver = false): unknown => {
  const answer = readAnswer(Buffer.from(text, 'latin1'), isOver);
  return typeof answer === 'object' && 'body' in answer
    ? { ...answer, body: answer.body.toString('latin1') }
    : answer;
};

describe('an answer of the server', () => {
  test.each(Object.entries(answers))('%s is read, and not before it is whole', (_, text) => {
    expect(said(text)).toEqual({ status: 200, body });
    const whole = text.includes('chunked') ? text.lastIndexOf('0\r\n') + 3 : text.length;
    for (let length = 0; length < whole; length += 1) {
      expect(said(text.slice(0, length))).toBe('more');
      expect(said(text.slice(0, length), true)).toMatchObject({
        wrong: expect.stringContaining('hung up') as unknown,
      });
    }
  });

  test('without a length ends with the connection', () => {
    const text = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nno';
    expect(said(text)).toBe('more');
    expect(said(text, true)).toEqual({ status: 400, body: 'no' });
  });

  test.each([
    ['SSH-2.0-OpenSSH_9.2p1\r\n\r\n', 'does not answer in HTTP'],
    ['HTTP/2 200\r\n\r\n', 'does not answer in HTTP'],
    ['HTTP/1.1 999 No\r\n\r\n', 'does not answer in HTTP'],
    ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', 'length -1'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n', 'length 9999999999'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', 'unknown coding gzip'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n', 'broken chunks'],
    [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(answerOctetsMax)}`, 'too long'],
  ])('that is wrong is called so: %j', (text, why) => {
    expect(said(text)).toMatchObject({ wrong: expect.stringContaining(why) as unknown });
  });

  test('of random octets is never more than wrong', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (rest, isOver) => {
        for (const start of [
          '',
          'HTTP/1.1 200 OK\r\n',
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
        ])
          readAnswer(Buffer.from(start + rest, 'latin1'), isOver);
      }),
    );
  });
});
