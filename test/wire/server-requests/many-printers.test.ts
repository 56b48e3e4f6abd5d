import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute, groupsOf, groupTags, operations } from '../../../src/ipp/index.ts';
import { call, requestMessage, startTestServer, type TestServer } from '../../support/ipp-client.ts';

const printers = Array.from({ length: 400 }, (_, index) => ({ name: index === 0 ? 'demo' : `p${index}` }));

const names = attribute('requested-attributes', 'printer-name');

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ printers });
});

afterAll(() => server.stop());

describe('a list of many printers', () => {
  it('is whole, and keeps nobody else waiting', async () => {
    const ended: string[] = [];
    const list = call(
      server.port,
      requestMessage({ code: operations.cupsGetPrinters, operation: [names] }),
    ).then((reply) => {
      ended.push('list');
      return groupsOf(reply.message, groupTags.printer).length;
    });
    const look = call(server.port, requestMessage({ code: operations.getPrinterAttributes })).then(() => {
      ended.push('look');
    });
    await look;
    expect(await list).toBe(400);
    expect(ended).toEqual(['look', 'list']);
  });
});
