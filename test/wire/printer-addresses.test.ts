import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import {
  firstString,
  groupOf,
  groupTags,
  type IppAttributes,
  operations,
  strings,
} from '../../src/ipp/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import { createWeb } from '../../src/web/index.ts';
import { identifier } from '../support/identifier.ts';
import { startWholeServer, type WholeServer } from '../support/whole-server.ts';

let whole: WholeServer;
let printer: IppAttributes;

beforeAll(async () => {
  const speech = { language: 'en', currency: { code: 'EUR', digits: 2 } } as const;
  let web: RequestListener = (_request, response) => void response.end();
  whole = await startWholeServer(
    {},
    {
      speech,
      web: (request, response) => {
        web(request, response);
      },
    },
  );
  const { jobs } = whole.service;
  web = createWeb({
    jobs,
    visiting: { identifier: identifier(), jobs },
    info: () => ({ version: '1', reachableByOthers: true }),
    ready: () => Promise.resolve(true),
    speech,
    tlsOnly: false,
    clock: systemClock,
    log: quietLog,
  });
  const answer = await whole.ask({ code: operations.getPrinterAttributes });
  printer = groupOf(answer, groupTags.printer) ?? new Map();
});

afterAll(() => whole.stop());

/** From where the printer says that it is, at the port where this server listens. */
async function fetched(uri: string | undefined, language = 'en'): Promise<Response> {
  const { pathname } = new URL(uri ?? '');
  return fetch(`http://127.0.0.1:${whole.port}${pathname}`, { headers: { 'accept-language': language } });
}

describe('what a printer says is to be had at an address', () => {
  it.each(['printer-more-info', 'printer-supply-info-uri', 'printer-charge-info-uri'] as const)(
    '%s is a page for people',
    async (name) => {
      const answer = await fetched(firstString(printer, name), 'de');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await answer.text()).toMatch(/<html lang="de">.*<h1>demo<\/h1>/s);
    },
  );

  it('printer-icons are square PNGs of 48, 128 and 512 pixels (PWG 5100.13)', async () => {
    const sides: (readonly number[])[] = [];
    for (const uri of strings(printer, 'printer-icons')) {
      const answer = await fetched(uri);
      expect(answer.headers.get('content-type')).toBe('image/png');
      const octets = Buffer.from(await answer.arrayBuffer());
      expect(octets.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      sides.push([octets.readUInt32BE(16), octets.readUInt32BE(20)]);
    }
    expect(sides).toEqual([48, 128, 512].map((side) => [side, side]));
  });

  it.each(['en', 'de', 'es', 'fr'])(
    'printer-strings-uri is a file of UTF-8 in %s, as libcups reads it',
    async (language) => {
      const answer = await whole.ask({ code: operations.getPrinterAttributes, language });
      const uri = firstString(groupOf(answer, groupTags.printer), 'printer-strings-uri');
      expect(uri).toContain(`/${language}.strings`);
      const file = await fetched(uri);
      expect(file.headers.get('content-type')).toBe('text/strings; charset=utf-8');
      expect(await file.text()).toMatch(/^("[\w.-]+" = "(?:[^"\\]|\\["\\])*";\n)+$/);
    },
  );
});
