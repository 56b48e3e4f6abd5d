import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChargeServer } from '../support/charge-server.ts';
import { Ipptool } from '../support/ipptool.ts';
import { describeNeeding } from '../support/needs.ts';

describeNeeding('ipptool', 'accounting over plain IPP', () => {
  let server: ChargeServer;
  let ipptool: Ipptool;

  beforeAll(async () => {
    server = await ChargeServer.open();
    // ipptool names whoever runs it.
    await server.user(userInfo().username, {}, 124_000);
    ipptool = await Ipptool.make();
  });

  afterAll(async () => {
    await ipptool.remove();
    await server.close();
  });

  it('prices, balance, quotes and charges are read with the real ipptool', async () => {
    const text = await readFile(new URL('ipptool/charge.test', import.meta.url), 'utf8');
    const report = await ipptool.runText(`ipp://127.0.0.1:${server.port}/ipp/print/demo`, text);
    expect(report.match(/\[PASS\]/g)?.length, report).toBe(6);
    expect(report).not.toContain('[FAIL]');
  });
});
