import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import type { IppMessage } from '../../src/ipp/index.ts';
import { quietLog } from '../../src/logging/index.ts';
import { createPrintServer, type PrintServerOptions } from '../../src/server/index.ts';
import { type Asked, askAt } from './asking.ts';
import { identifier } from './identifier.ts';
import { demo, openTestService, type TestService, type TestServiceOptions } from './print-service.ts';
import { ScriptedDevice } from './scripted-device.ts';

export interface WholeServer {
  readonly port: number;
  /** Its peers are operators. */
  readonly socket: string;
  readonly device: ScriptedDevice;
  readonly service: TestService;
  /** Sends a request to the printer `demo`, as alice unless it says otherwise. */
  ask(parts: Asked, document?: Uint8Array | string): Promise<IppMessage>;
  stop(): Promise<void>;
}

/** The IPP face over the whole life of jobs: real counting, a memory store, a scripted device. Printers `demo` and `other`. */
export async function startWholeServer(
  options: Partial<Omit<TestServiceOptions, 'device'>> & { readonly device?: ScriptedDevice } = {},
  serverOptions: Partial<PrintServerOptions> = {},
): Promise<WholeServer> {
  const device = options.device ?? new ScriptedDevice();
  const printers = [demo, { ...demo, name: 'other' }];
  const service = await openTestService({ printers, ...options, device });
  const folder = await mkdtemp(join(tmpdir(), 'platen-whole-'));
  const socket = join(folder, 'operators.sock');
  const server = createPrintServer({
    jobs: service.jobs,
    listen: [
      { kind: 'tcp', host: '127.0.0.1', port: 0 },
      { kind: 'unix', path: socket },
    ],
    web: (request, response) => {
      request.resume();
      response.end('web');
    },
    clock: systemClock,
    log: quietLog,
    uuidSeed: 'test',
    identifier: identifier(),
    info: { version: '1.2.3', organization: '', organizationalUnit: '' },
    speech: { language: 'en', currency: { code: 'EUR', digits: 2 } },
    ...serverOptions,
  });
  const [address] = await server.start();
  const port = address?.kind === 'tcp' ? address.port : 0;
  return {
    port,
    socket,
    device,
    service,
    ask: (asked, document) => askAt({ port, socket }, asked, document),
    stop: async () => {
      await server.stop();
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
