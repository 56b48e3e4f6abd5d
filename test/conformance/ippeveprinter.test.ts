import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attribute, type IppAttribute, operations } from '../../src/ipp/index.ts';
import { expectBooksToBalance, historyOf, settled } from '../support/books.ts';
import { makePdf } from '../support/documents/index.ts';
import { type FakeRawDevice, startRawDevice } from '../support/fake-raw-device.ts';
import { call, requestMessage } from '../support/ipp-client.ts';
import {
  describeWithIppeveprinter,
  type Ippeveprinter,
  startIppeveprinter,
} from '../support/ippeveprinter.ts';
import { ServerProcess } from '../support/server-process.ts';

/** What the device says that it printed, of the six impressions that the job has. */
const printed = 4;

describeWithIppeveprinter('a job on its way to a device', () => {
  /** Ended in reverse, also when the beginning fails half way. */
  const opened: (() => Promise<void>)[] = [];
  let device: Ippeveprinter;
  let raw: FakeRawDevice;
  let server: ServerProcess;

  beforeAll(async () => {
    device = await startIppeveprinter({ impressions: printed });
    opened.push(() => device.close());
    raw = await startRawDevice();
    opened.push(() => raw.close());
    server = await ServerProcess.make({
      users: { unknown: 'create', template: { mode: 'balance', balance: '10.00' } },
      defaults: { prices: { impression: '0.10' } },
      printers: [
        { name: 'office', device: device.uri },
        { name: 'raw', device: raw.uri, capabilities: { formats: ['application/pdf'] } },
      ],
    });
    opened.push(() => server.remove());
    await server.start();
  });

  afterAll(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  async function print(printer: string, document: Buffer, job: readonly IppAttribute[]): Promise<number> {
    const operation = [attribute('job-name', 'Report'), attribute('document-format', 'application/pdf')];
    const request = requestMessage({
      code: operations.printJob,
      uri: `ipp://localhost/ipp/print/${printer}`,
      operation,
      job,
    });
    const { message } = await call(server.port, request, { path: `/ipp/print/${printer}`, document });
    return message.code;
  }

  test('reaches an IPP device with its ticket, and is charged what the device says', async () => {
    const document = makePdf({ pages: 3 });
    const ticket = [attribute('copies', 2), attribute('sides', 'two-sided-long-edge')];
    expect(await print('office', document, ticket)).toBe(0);
    await settled(server);
    const [kept] = await device.documents();
    expect((await readFile(kept!)).equals(document)).toBe(true);
    const told = await readFile((await device.tickets())[0]!, 'utf8');
    expect(told).toContain('IPP_COPIES=2');
    expect(told).toContain('IPP_SIDES=two-sided-long-edge');
    const [row] = await historyOf(server);
    expect(row).toMatchObject({ action: 'printed', impressions: printed, amount: '0.40' });
    // Six were reserved; what was not printed is free again at once.
    await expectBooksToBalance(server, 'alice', 10);
  });

  test('reaches a raw device octet by octet', async () => {
    const document = makePdf({ pages: 2, octets: 200_000 });
    expect(await print('raw', document, [])).toBe(0);
    await settled(server);
    expect(raw.receptions.map(({ octets }) => octets.equals(document))).toEqual([true]);
    expect((await historyOf(server))[0]).toMatchObject({ action: 'printed', impressions: 2, amount: '0.20' });
    await expectBooksToBalance(server, 'alice', 10);
  });
});
