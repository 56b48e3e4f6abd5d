import type { RequestOptions } from 'node:http';
import type { Environment } from './backend-call.ts';

/** cupsd is busy ending us; what it does not say in that time is not known. */
const askMs = 500;
const answerOctetsMax = 65_536;
/** job-state of a cancelled job (RFC 8011 §5.3.7). */
const cancelled = 7;

/**
 * After SIGTERM: whether the job was cancelled, or will come again (hold, cupsdisable, stop). The one question has a fixed
 * form, so that it is written here and the codec of the server stays out of a program that is to start fast.
 */
export async function isCancelledInCups(job: number, environment: Environment): Promise<boolean | undefined> {
  const answer = await post(addressOf(environment), question(job)).catch(() => undefined);
  const state = answer === undefined ? undefined : jobStateIn(answer);
  return state === undefined ? undefined : state === cancelled;
}

/*
 *   version 2.0 | Get-Job-Attributes 0x0009 | request-id 1 | operation-attributes-tag 0x01 | attributes | end 0x03
 *   attribute: tag | name length, 2 octets | name | value length, 2 octets | value     (RFC 8010 §3.1)
 */
function question(job: number): Buffer {
  return Buffer.concat([
    Buffer.from([2, 0, 0x00, 0x09, 0, 0, 0, 1, 0x01]),
    attribute(0x47, 'attributes-charset', 'utf-8'),
    attribute(0x48, 'attributes-natural-language', 'en'),
    attribute(0x45, 'job-uri', `ipp://localhost/jobs/${job}`),
    attribute(0x42, 'requesting-user-name', 'root'),
    attribute(0x44, 'requested-attributes', 'job-state'),
    Buffer.from([0x03]),
  ]);
}

function attribute(tag: number, name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([tag]), sized(name), sized(value)]);
}

function sized(text: string): Buffer {
  const octets = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(octets.length);
  return Buffer.concat([length, octets]);
}

/** The first attribute of that name and syntax (enum 0x23, four octets); anything else is no answer. */
export function jobStateIn(answer: Buffer): number | undefined {
  const head = attribute(0x23, 'job-state', '').subarray(0, -2);
  const at = answer.indexOf(Buffer.concat([head, Buffer.from([0, 4])]));
  const value = at + head.length + 2;
  return at === -1 || answer.length < value + 4 ? undefined : answer.readUInt32BE(value);
}

/** CUPS_SERVER is the path of cupsd's socket, or HOST[:PORT]. */
function addressOf({ CUPS_SERVER = '/run/cups/cups.sock', IPP_PORT = '631' }: Environment): RequestOptions {
  if (CUPS_SERVER.startsWith('/')) return { socketPath: CUPS_SERVER };
  const [host = 'localhost', port = IPP_PORT] = CUPS_SERVER.split(':');
  return { host, port: Number(port) };
}

async function post(address: RequestOptions, body: Buffer): Promise<Buffer> {
  // Most jobs end without this question.
  const { request } = await import('node:http');
  return await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/ipp', host: 'localhost' };
    const asked = request({
      ...address,
      method: 'POST',
      path: '/jobs/',
      headers,
      agent: false,
      timeout: askMs,
    });
    const timer = setTimeout(() => asked.destroy(new Error('cupsd does not answer')), askMs);
    asked.once('error', reject).once('close', () => {
      clearTimeout(timer);
    });
    asked.once('response', (response) => {
      const pieces: Buffer[] = [];
      let octets = 0;
      response.on('data', (piece: Buffer) => {
        octets += piece.length;
        if (octets > answerOctetsMax) asked.destroy(new Error('too long'));
        else pieces.push(piece);
      });
      response.once('end', () => {
        resolve(Buffer.concat(pieces));
      });
      response.once('error', reject);
    });
    asked.end(body);
  });
}
