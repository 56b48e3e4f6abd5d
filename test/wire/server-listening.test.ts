import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrintServerError } from '../../src/base/fault.ts';
import { operations } from '../../src/ipp/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import { call, requestMessage, startTestServer } from '../support/ipp-client.ts';
import { type OperatorServer, startOperatorServer } from '../support/operator-server.ts';

let server: OperatorServer;

beforeEach(async () => {
  server = await startOperatorServer({ printers: [{ name: 'demo' }] });
});

afterEach(() => server.stop());

const listenAndDie = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;

describe('the addresses that a server listens at', () => {
  it('says in one sentence why a port cannot be had, and leaves nothing open', async () => {
    const taken = startTestServer({}, { listen: [{ kind: 'tcp', host: '127.0.0.1', port: server.port }] });
    await expect(taken).rejects.toThrow(PrintServerError);
    await expect(taken).rejects.toThrow(/cannot listen on 127\.0\.0\.1:\d+: another program has it/);
  });

  it('takes over the socket file of a server that was killed', async () => {
    const path = join(server.folder, 'stale.sock');
    const killed = spawnSync(process.execPath, ['-e', listenAndDie, path]);
    expect([killed.signal, statSync(path).isSocket()]).toEqual(['SIGKILL', true]);
    const next = await startTestServer({}, { listen: [{ kind: 'unix', path }] });
    expect((await call(path, requestMessage({ code: operations.getJobs }))).message.code).toBe(0);
    await next.stop();
  });

  it('takes neither the socket file of a running server nor a file of another kind', async () => {
    const running = startTestServer({}, { listen: [{ kind: 'unix', path: server.socket }] });
    await expect(running).rejects.toThrow('another program has it');
    const file = join(server.folder, 'plain-file');
    writeFileSync(file, 'not a socket');
    await expect(startTestServer({}, { listen: [{ kind: 'unix', path: file }] })).rejects.toThrow(
      'cannot listen on',
    );
    expect(statSync(file).isFile()).toBe(true);
  });

  it('leaves out an address that the machine does not have when there is another', async () => {
    const warned: string[] = [];
    const second = await startTestServer(
      {},
      {
        listen: [
          { kind: 'tcp', host: '127.0.0.1', port: 0 },
          { kind: 'tcp', host: '192.0.2.1', port: 0 },
        ],
        log: { ...quietLog, warn: (event) => warned.push(event) },
      },
    );
    expect(warned).toEqual(['listen address left out']);
    await second.stop();
    await expect(
      startTestServer({}, { listen: [{ kind: 'tcp', host: '192.0.2.1', port: 0 }] }),
    ).rejects.toThrow('no such address');
  });
});
