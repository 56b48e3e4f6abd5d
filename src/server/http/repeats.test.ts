import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { attribute, attributes, delimiter, encodeMessage, groupTags, operations } from '../../ipp/index.ts';
import { Repeats } from './repeats.ts';

const speech = { language: 'en', currency: { code: 'EUR', digits: 2 } } as const;

function requestFrom(
  address: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, { host: 'print.example:8631', ...headers });
  return request;
}

function headerOf(requestId: number, code: number = operations.getPrinterAttributes): Buffer {
  const group = {
    tag: groupTags.operation,
    attributes: attributes(
      attribute('attributes-charset', 'utf-8'),
      attribute('attributes-natural-language', 'en'),
      attribute('printer-uri', 'ipp://print.example/ipp/print/demo'),
    ),
  };
  return Buffer.from(encodeMessage({ version: { major: 2, minor: 0 }, code, requestId, groups: [group] }));
}

const alice = requestFrom('192.0.2.1');

describe('a request that was answered before', () => {
  let group: Buffer | undefined = delimiter(groupTags.printer);
  const repeats = new Repeats();
  const tailFor = (request: IncomingMessage, header: Buffer): string | undefined => {
    const known = repeats.find(request, header);
    return known && repeats.tailOf(known);
  };
  repeats.remember(alice, headerOf(1), { repeat: () => group, speech });

  it('is known by its octets, whatever its number', () => {
    const tail = tailFor(alice, headerOf(1));
    expect(tail).toMatch(/utf-8.*en.*\u0004\u0003$/s);
    expect(tailFor(requestFrom('192.0.2.1'), headerOf(2_147_483_647))).toBe(tail);
  });

  it.each<[string, IncomingMessage, Buffer]>([
    ['from another address', requestFrom('192.0.2.2'), headerOf(2)],
    ['over a Unix socket', requestFrom(undefined), headerOf(2)],
    ['with a password', requestFrom('192.0.2.1', { authorization: 'Basic YTpi' }), headerOf(2)],
    ['to another host', requestFrom('192.0.2.1', { host: 'other.example' }), headerOf(2)],
    ['to another port', requestFrom('192.0.2.1', { host: 'print.example' }), headerOf(2)],
    ['of another program', requestFrom('192.0.2.1', { 'user-agent': 'CUPS/2.4.2' }), headerOf(2)],
    ['with a wish for compression', requestFrom('192.0.2.1', { 'accept-encoding': 'gzip' }), headerOf(2)],
    ['for another operation', alice, headerOf(2, operations.getJobs)],
    ['without a number', alice, headerOf(0)],
    ['of another version', alice, Buffer.concat([Buffer.from([1, 1]), headerOf(2).subarray(2)])],
    ['with one octet more', alice, Buffer.concat([headerOf(2), Buffer.of(3)])],
  ])('is another one %s', (_, request, header) => {
    expect(tailFor(request, header)).toBeUndefined();
  });

  it('is answered anew when something has changed, and not when its printer is gone', () => {
    const before = tailFor(alice, headerOf(3));
    group = Buffer.concat([delimiter(groupTags.printer), Buffer.from('more')]);
    expect(tailFor(alice, headerOf(3))).not.toBe(before);
    group = undefined;
    expect(tailFor(alice, headerOf(3))).toBeUndefined();
  });
});
